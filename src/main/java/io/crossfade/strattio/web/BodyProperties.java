package io.crossfade.strattio.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** @param largest body of a request; the default is a little more than the largest document of MongoDB, which has 16 MB */
@ConfigurationProperties("crossfade.body")
record BodyProperties(@DefaultValue("17MB") DataSize largest) {}
