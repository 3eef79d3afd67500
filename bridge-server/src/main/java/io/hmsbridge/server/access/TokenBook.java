package io.hmsbridge.server.access;

import io.hmsbridge.api.Secret;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NewToken;
import io.hmsbridge.core.ledger.Token;
import io.hmsbridge.core.ledger.Tokens;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows tokens by their hashes. Those of the ledger are read again every few seconds, so that one that another process has
 * revoked is refused within that time; while the database is away those that were read last count. Safe to use from many threads.
 */
public final class TokenBook {

    private static final Logger LOG = LoggerFactory.getLogger(TokenBook.class);

    /** So that a token that leaked into a file or a log is recognised as one, by people and by scanners. */
    private static final String PREFIX = "brg_";
    private static final int RANDOM_BYTES = 32;
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Tokens tokens;
    private final ByteBuffer own;
    private final Optional<JwtTokens> jwt;
    private final SecureRandom random = new SecureRandom();
    private volatile Read read = new Read(Map.of(), System.nanoTime() - KEEP_NANOS);

    private record Read(Map<ByteBuffer, Token> byHash, long atNanos) {}

    /** A new token, shown this once. */
    public record Created(Token token, Secret secret) {}

    /** Without a provider of others' tokens. */
    public TokenBook(Tokens tokens, String own) {
        this(tokens, own, Optional.empty());
    }

    /**
     * @param own the server's own token, which may do everything
     * @param jwt tokens of an OpenID provider, if they are taken
     */
    public TokenBook(Tokens tokens, String own, Optional<JwtTokens> jwt) {
        this.jwt = jwt;
        this.tokens = tokens;
        this.own = ByteBuffer.wrap(hash(own));
    }

    /** Who has this token; empty if it is none, has expired, or was revoked. */
    public Optional<Principal> find(String token) {
        var hash = ByteBuffer.wrap(hash(token)); // hashes differ in all places: how long a comparison takes tells nothing
        if (hash.equals(own)) {
            return Optional.of(Principal.ADMIN);
        }
        if (jwt.isPresent() && JwtTokens.isOne(token)) {
            return jwt.get().find(token);
        }
        return Optional.ofNullable(known().get(hash)).filter(found -> found.isValid(Instant.now()))
                .map(TokenBook::principal);
    }

    private Map<ByteBuffer, Token> known() {
        if (System.nanoTime() - read.atNanos >= KEEP_NANOS) {
            readAgain();
        }
        return read.byHash;
    }

    private synchronized void readAgain() {
        if (System.nanoTime() - read.atNanos < KEEP_NANOS) {
            return;
        }
        try {
            read = new Read(tokens.byHash(), System.nanoTime());
        } catch (LedgerUnavailableException e) {
            LOG.warn("tokens could not be read again, those known so far count: {}", e.getMessage());
            read = new Read(read.byHash, System.nanoTime());
        }
    }

    /** Makes a token. */
    public Created create(NewToken wanted, By by) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var token = tokens.create(wanted, hash(secret), by);
        forget();
        return new Created(token, new Secret(secret));
    }

    /**
     * Ends a token, in this process at once.
     *
     * @return whether it was not revoked before
     */
    public boolean revoke(long id, By by) {
        boolean revoked = tokens.revoke(id, by).isPresent();
        forget();
        return revoked;
    }

    private synchronized void forget() {
        read = new Read(read.byHash, System.nanoTime() - KEEP_NANOS);
    }

    private static Principal principal(Token token) {
        return new Principal(token.name(), token.roles().stream().map(Role::of).collect(Collectors.toSet()),
                token.sources(), token.targets());
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
