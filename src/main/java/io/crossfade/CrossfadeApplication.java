package io.crossfade;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class CrossfadeApplication {

    public static void main(String[] args) {
        SpringApplication.run(CrossfadeApplication.class, args);
    }
}
