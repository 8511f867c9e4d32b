package dev.ezworks.server.config;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.session.BearerAuthentication;
import dev.ezworks.server.session.SessionAuthentication;
import dev.ezworks.server.session.SessionProblems;
import dev.ezworks.server.session.Sessions;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.ProblemException;
import dev.ezworks.server.web.Routing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import reactor.core.publisher.Mono;

/** Who gets in: by the route that a request takes and the session its token names. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {
    @Bean
    SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http, Sessions sessions) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(headers -> headers.cache(ServerHttpSecurity.HeaderSpec.CacheSpec::disable)
                        .xssProtection(ServerHttpSecurity.HeaderSpec.XssProtectionSpec::disable))
                .addFilterAt(new BearerAuthentication(sessions), SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchange -> exchange.anyExchange().access(SecurityConfiguration::authorize))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (exchange, e) -> Mono.error(SessionProblems.loginRequired()))
                        .accessDeniedHandler((exchange, e) -> Mono.error(wrongRole(Routing.access(exchange)))))
                .build();
    }

    private static Mono<AuthorizationResult> authorize(
            Mono<Authentication> authentication, AuthorizationContext context) {
        Access access = Routing.access(context.getExchange());
        if (access == Access.ANYONE) {
            return Mono.just(new AuthorizationDecision(true));
        }
        return authentication
                .ofType(SessionAuthentication.class)
                .map(known -> access.role()
                        .map(role -> role == known.session().role())
                        .orElse(true))
                .defaultIfEmpty(false)
                .map(AuthorizationDecision::new);
    }

    private static ProblemException wrongRole(Access access) {
        return SessionProblems.wrongRole(access.role().orElseThrow());
    }

    /** Lets through what a file name may hold; our own routing and name rule judge the path. */
    @Bean
    ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setAllowSemicolon(true);
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowBackSlash(true);
        firewall.setAllowNull(true);
        firewall.setAllowUrlEncodedCarriageReturn(true);
        firewall.setAllowUrlEncodedLineFeed(true);
        firewall.setAllowUrlEncodedParagraphSeparator(true);
        firewall.setAllowUrlEncodedLineSeparator(true);
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    ServerExchangeRejectedHandler rejectedHandler() {
        return (exchange, rejected) -> Mono.error(new ProblemException(
                ProblemCode.BAD_REQUEST, "the path or a header has characters that are not allowed there"));
    }
}
