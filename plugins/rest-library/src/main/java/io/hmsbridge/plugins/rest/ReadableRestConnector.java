package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A REST service that a key's values can be read back from, by GET.
 *
 * @param <U> the settings of a use
 */
public final class ReadableRestConnector<U extends Record> extends RestConnector<U> implements ReadableTarget {

    public ReadableRestConnector(ConnectorContext context, RestTarget target, Class<U> settings,
            Function<U, RestUse> compile) {
        super(context, target, settings, compile);
    }

    /** @throws SendException if the use has no path to read from, or the target does not answer with a key's values */
    @Override
    public Optional<Map<String, Object>> read(String key, Settings with) throws Exception {
        String path;
        try {
            var read = use(with).read();
            if (read.isEmpty()) {
                throw new UnfitException("`read` is not set in the sheet's `with`, so nothing can be read back");
            }
            path = read.get().path(PacketFields.ofKey(key));
        } catch (UnfitException e) {
            throw new SendException(SendException.Kind.REJECT, e.getMessage());
        }
        var reply = exchange(target().call("GET", path));
        if (reply.status() == 404 || reply.status() == 410) {
            return Optional.empty();
        }
        return switch (reply.result()) {
            case SendResult.Delivered _ -> Optional.of(AnswerFields.map(reply));
            case SendResult.Retry(var reason, _, _) -> throw new SendException(SendException.Kind.RETRY, reason);
            case SendResult.Reject(var reason) -> throw new SendException(SendException.Kind.REJECT, reason);
            case SendResult.TargetFault(var reason) ->
                    throw new SendException(SendException.Kind.TARGET_FAULT, reason);
        };
    }
}
