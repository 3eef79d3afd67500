package io.hmsbridge.core.ledger;

import io.hmsbridge.core.problem.ProblemCode;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The tokens of those who may talk to a server. Only their hashes are kept. Safe to use from many threads. */
public final class Tokens {

    private final DeadPackets.Asking database;
    private final ActWriter acts;

    Tokens(DeadPackets.Asking database, ActWriter acts) {
        this.database = database;
        this.acts = acts;
    }

    /** All there ever were, the newest first. */
    public List<Token> list() {
        return database.ask(h -> h.createQuery(Sql.TOKENS.text()).map((row, _) -> token(row)).list());
    }

    /** All there ever were, by hash. */
    public Map<ByteBuffer, Token> byHash() {
        return database.ask(h -> {
            var all = new HashMap<ByteBuffer, Token>();
            h.createQuery(Sql.TOKENS.text())
                    .map((row, _) -> all.put(ByteBuffer.wrap(row.getBytes("hash")), token(row))).list();
            return all;
        });
    }

    /**
     * Keeps a new one: an act.
     *
     * @param hash of the token itself
     */
    public Token create(NewToken token, byte[] hash, By by) {
        var created = new AtomicReference<Token>();
        acts.commit(commit -> {
            var row = commit.handle().createQuery(Sql.TOKEN_ADD.text()).bind("name", token.name()).bind("hash", hash)
                    .bind("roles", lines(token.roles())).bind("sources", lines(token.sources()))
                    .bind("targets", lines(token.targets()))
                    .bind("expires", token.expiresAt() == null ? null : token.expiresAt().atOffset(ZoneOffset.UTC))
                    .map((r, _) -> token(r)).one();
            created.set(row);
            return Optional.of(new ActWriter.Done(new NewAct(by.who(), "create-token", by.why(),
                    "token %d for %s: %s".formatted(row.id(), row.name(), String.join(", ", row.roles()))), 1));
        });
        return created.get();
    }

    /**
     * Ends a token: an act.
     *
     * @return empty if it was revoked before
     * @throws ActRefusedException if there is none of this number
     */
    public Optional<Act> revoke(long id, By by) {
        var token = list().stream().filter(t -> t.id() == id).findFirst().orElseThrow(
                () -> new ActRefusedException(ProblemCode.NO_SUCH_TOKEN, "there is no token " + id));
        return acts.commit(
                new NewAct(by.who(), "revoke-token", by.why(), "token %d for %s".formatted(id, token.name())),
                commit -> commit.handle()
                        .createUpdate("update token set revoked_at = now() where id = :id and revoked_at is null")
                        .bind("id", id).execute());
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(row.getLong("id"), row.getString("name"), list(row.getString("roles")),
                list(row.getString("sources")), list(row.getString("targets")), Rows.instant(row, "created_at"),
                instant(row, "expires_at"), instant(row, "revoked_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : Rows.instant(row, column);
    }

    private static String lines(List<String> texts) {
        return String.join("\n", texts);
    }

    private static List<String> list(String lines) {
        return lines.lines().toList();
    }
}
