package io.crossfade.strattio.web;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may use what outside the actuator: role APP the API, everybody the first page and the API's description, nobody anything else.
 * No CSRF token is asked because no session or cookie carries a sign-in.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BodyProperties.class)
class WebSecurity {

    private static final int BEFORE_SECURITY = SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1;

    static final String API = "/api/**";
    static final String[] DESCRIPTION = {
        "/", "/index.html", "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/**"
    };

    @Bean
    ProblemResponses problemResponses(JsonMapper json) {
        return new ProblemResponses(json);
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(BodyProperties properties, ProblemResponses problems) {
        FilterRegistrationBean<BodyLimit> limit = new FilterRegistrationBean<>(
                new BodyLimit(properties.largest().toBytes(), BodyBudget.ofHeap(), problems));
        limit.setOrder(BEFORE_SECURITY);
        return limit;
    }

    @Bean
    @Order(2)
    SecurityFilterChain apiChain(
            HttpSecurity http, AuthenticationEntryPoint unauthorized, AccessDeniedHandler forbidden) {
        return stateless(http.securityMatcher(API), unauthorized, forbidden)
                .authorizeHttpRequests(requests -> requests.anyRequest().hasRole(Role.APP.name()))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain descriptionChain(
            HttpSecurity http, AuthenticationEntryPoint unauthorized, AccessDeniedHandler forbidden) {
        return stateless(http.securityMatcher(DESCRIPTION), unauthorized, forbidden)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain everythingElseChain(
            HttpSecurity http, AuthenticationEntryPoint unauthorized, AccessDeniedHandler forbidden) {
        return stateless(http, unauthorized, forbidden)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    private static HttpSecurity stateless(
            HttpSecurity http, AuthenticationEntryPoint unauthorized, AccessDeniedHandler forbidden) {
        return http.httpBasic(basic -> basic.authenticationEntryPoint(unauthorized))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(unauthorized).accessDeniedHandler(forbidden))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable);
    }
}
