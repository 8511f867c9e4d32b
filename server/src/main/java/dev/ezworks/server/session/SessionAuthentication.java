package dev.ezworks.server.session;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A request that came with the token of a live session. */
public final class SessionAuthentication extends AbstractAuthenticationToken {
    private final Session session;

    public SessionAuthentication(Session session) {
        super(List.of());
        this.session = session;
        setAuthenticated(true);
    }

    public Session session() {
        return session;
    }

    /** Nothing: the token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return session;
    }

    @Override
    public String getName() {
        return session.username().value();
    }
}
