package io.crossfade.strattio.web;

import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Unreadable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Counts what an answer names as unreadable, and logs it once for each key and field, as far as it remembers. */
@RestControllerAdvice
class Unreadables implements ResponseBodyAdvice<Page<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(Unreadables.class);
    private static final int REMEMBERED = 10_000;

    private final ObjectProvider<MeterRegistry> meters;
    private final Set<Unreadable> logged = new LinkedHashSet<>();

    Unreadables(ObjectProvider<MeterRegistry> meters) {
        this.meters = meters;
    }

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return method.getParameterType() == Page.class;
    }

    @Override
    public @Nullable Page<?> beforeBodyWrite(
            @Nullable Page<?> page,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (page != null) {
            page.unreadable().forEach(this::saw);
        }
        return page;
    }

    void saw(Unreadable what) {
        meters.ifAvailable(
                registry -> registry.counter("strattio.unreadable", "unit", what.unit(), "field", what.field())
                        .increment());
        if (isNew(what)) {
            LOG.warn(
                    "Unit '{}': {} cannot be read, as its field '{}' holds no value of that field's kind; correct it in the"
                            + " store, or by a change that names the field",
                    what.unit(),
                    what.id(),
                    what.field());
        }
    }

    private synchronized boolean isNew(Unreadable what) {
        if (!logged.add(what)) {
            return false;
        }
        if (logged.size() > REMEMBERED) {
            logged.remove(logged.iterator().next());
        }
        return true;
    }
}
