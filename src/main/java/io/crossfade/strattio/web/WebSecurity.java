package io.crossfade.strattio.web;

import jakarta.servlet.DispatcherType;
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
 * Who may use what outside the actuator: role APP the API, everybody the API's description, nobody anything else.
 * No CSRF token is asked because no session or cookie carries a sign-in.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

    static final String API = "/api/**";
    static final String[] DESCRIPTION = {"/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/**"};

    @Bean
    ProblemResponses problemResponses(JsonMapper json) {
        return new ProblemResponses(json);
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
