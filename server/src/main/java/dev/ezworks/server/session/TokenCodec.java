package dev.ezworks.server.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes and reads tokens: JWTs (RFC 7519) signed by HMAC with one algorithm, whatever a token's header says. */
public final class TokenCodec {
    /** Longest token that is looked at, in characters; ours stay below 800. */
    static final int MAX_LENGTH = 2048;

    private static final String ISSUER = "EzWorks";

    // RFC 7515 section 7.1. Nimbus skips characters that base64url does not have: one token could be written many ways.
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final JWSAlgorithm algorithm;
    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final Clock clock;

    public TokenCodec(TokenKey key, Clock clock) {
        this.algorithm = key.algorithm().jws();
        this.clock = clock;
        try {
            this.signer = new MACSigner(key.paddedSecret());
            this.verifier = new MACVerifier(key.paddedSecret());
        } catch (JOSEException e) {
            throw new IllegalStateException("a padded secret is long enough", e);
        }
    }

    /** The token that says this. */
    String encode(TokenClaims claims) {
        Map<String, Object> payload = Map.of(
                "iss", ISSUER,
                "sub", claims.username().value(),
                "aud", claims.role().id(),
                "sid", claims.sessionId().value(),
                "iat", claims.issuedAt().getEpochSecond(),
                "exp", claims.expiresAt().getEpochSecond());
        JWSHeader header =
                new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build();
        JWSObject token = new JWSObject(header, new Payload(payload));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-2", e);
        }
        return token.serialize();
    }

    /**
     * What a token says, its signature, issuer and expiry checked. Whether its session lives is another question.
     *
     * @throws InvalidTokenException if anything about it is wrong; nothing else is ever thrown
     */
    TokenClaims decode(String token) {
        if (token.length() > MAX_LENGTH) {
            throw new InvalidTokenException("the token is too long");
        }
        if (!COMPACT.matcher(token).matches()) {
            throw new InvalidTokenException("the token is malformed");
        }
        try {
            return claims(verifiedPayload(token));
        } catch (InvalidTokenException e) {
            throw e;
        } catch (ParseException | JOSEException | RuntimeException e) {
            // RuntimeException too: the parser is not ours, the input is anybody's, and a bad token is no server error.
            throw new InvalidTokenException("the token is malformed", e);
        }
    }

    private Map<String, Object> verifiedPayload(String token) throws ParseException, JOSEException {
        JWSObject jws = JWSObject.parse(token);
        // The verifier would go by the algorithm in the header, which is whatever the sender wrote there.
        if (!algorithm.equals(jws.getHeader().getAlgorithm()) || !jws.verify(verifier)) {
            throw new InvalidTokenException("the token's signature is wrong");
        }
        return Optional.ofNullable(jws.getPayload().toJSONObject())
                .orElseThrow(() -> new InvalidTokenException("the token's payload is not a JSON object"));
    }

    private TokenClaims claims(Map<String, Object> payload) throws ParseException {
        if (!ISSUER.equals(text(payload, "iss"))) {
            throw new InvalidTokenException("the token was issued by somebody else");
        }
        Role role = Role.of(text(payload, "aud"))
                .orElseThrow(() -> new InvalidTokenException("the token is meant for somebody else"));
        Instant expiresAt = Instant.ofEpochSecond(JSONObjectUtils.getLong(payload, "exp"));
        if (!clock.instant().isBefore(expiresAt)) {
            throw new InvalidTokenException("the token has expired");
        }
        Instant issuedAt = Instant.ofEpochSecond(JSONObjectUtils.getLong(payload, "iat"));
        Username username = new Username(text(payload, "sub"));
        return new TokenClaims(role, username, new SessionId(text(payload, "sid")), issuedAt, expiresAt);
    }

    private static String text(Map<String, Object> payload, String claim) {
        @Nullable Object value = payload.get(claim);
        if (value instanceof String text) {
            return text;
        }
        throw new InvalidTokenException("the token lacks the claim " + claim);
    }
}
