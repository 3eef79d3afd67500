package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.Values;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends JSON by HTTP, soundly but for the fault planted in it. */
final class PlantedConnector implements BatchConnector, Previewing, ReadableTarget {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Fault fault;
    private final ConnectorContext context;
    private final PlantedFactory.Target target;
    private final List<Socket> kept = new ArrayList<>();
    private final List<InputStream> files = new ArrayList<>();
    private volatile Packet shared;

    PlantedConnector(Fault fault, ConnectorContext context) throws Exception {
        this.fault = fault;
        this.context = context;
        target = context.settings(PlantedFactory.Target.class);
        switch (fault) {
            case CONNECTS_WHEN_CREATED -> context.http().send(HttpCall.get(target.base()));
            case LEAVES_A_SOCKET -> kept.add(new Socket(target.base().getHost(), target.base().getPort()));
            case LEAVES_A_FILE -> {
                var file = Files.createTempFile("planted-", ".tmp");
                files.add(Files.newInputStream(file));
                Files.delete(file); // open it stays
            }
            case LEAVES_A_VIRTUAL_THREAD -> Thread.ofVirtual().start(() -> untilReleased(false));
            case LEAVES_A_THREAD -> Thread.ofPlatform().daemon().start(() -> untilReleased(false));
            default -> {}
        }
    }

    @Override
    public int batchLimit() {
        return 10;
    }

    @Override
    public List<SendResult> sendBatch(List<Packet> packets) throws Exception {
        var results = new ArrayList<SendResult>();
        for (var packet : packets) {
            results.add(sendOne(packet));
        }
        return fault == Fault.ONE_RESULT_FOR_ALL ? results.subList(0, 1) : results;
    }

    private SendResult sendOne(Packet packet) throws Exception {
        var sent = packet;
        if (fault == Fault.SHARES_ONE_PACKET) {
            shared = packet;
            context.http().send(HttpCall.get(target.base()));
            sent = shared;
        }
        if (packet.form() == Packet.Form.JSON_PATCH) {
            return fault == Fault.SWALLOWS_PATCHES ? SendResult.delivered("ignored") : SendResult.reject("no patches");
        }
        var token = target.token().map(Secret::reveal).orElse("");
        switch (fault) {
            case LOGS_THE_TOKEN -> context.logger().log(Level.DEBUG, "calling with " + token);
            case LOGS_THE_TOKEN_AS_BASIC -> context.logger().log(Level.DEBUG,
                    Base64.getEncoder().encodeToString(("me:" + token).getBytes(StandardCharsets.UTF_8)));
            case LOGS_THE_TOKEN_AS_URL ->
                    context.logger().log(Level.DEBUG, URLEncoder.encode(token, StandardCharsets.UTF_8));
            case KEEPS_LONG_ANSWERS -> keepLongAnswer();
            default -> {}
        }
        try {
            return result(packet, context.http().send(call(sent)).result());
        } catch (SendException e) {
            switch (fault) {
                case WAITS_FOR_EVER -> untilReleased(false);
                case TOKEN_IN_THE_EXCEPTION -> throw new IOException(target.token().orElseThrow().reveal(), e);
                default -> {}
            }
            throw e;
        } catch (InterruptedException e) {
            if (fault == Fault.IGNORES_INTERRUPTS) {
                untilReleased(true);
            }
            throw e;
        }
    }

    private void keepLongAnswer() throws IOException {
        var connection = target.base().toURL().openConnection();
        connection.setReadTimeout(300);
        try (var in = connection.getInputStream()) {
            in.readNBytes(128 << 20);
        } catch (FileNotFoundException _) {
            return; // the target is well and has nothing there
        }
    }

    @Override
    public Optional<Map<String, Object>> read(String key, Settings with) throws Exception {
        var reply = context.http().send(HttpCall.of("GET", target.base(), "/items/" + key).timeout(target.timeout()));
        return switch (fault) {
            case READS_NOTHING -> Optional.empty();
            case READS_WHAT_IS_NOT_THERE -> Optional.of(Map.of("rate", 68L));
            default -> reply.status() == 404 ? Optional.empty() : Optional.of(Values.ofMap(map(reply.json())));
        };
    }

    @SuppressWarnings("unchecked") // what is read as JSON has string keys
    private static Map<String, Object> map(Object json) {
        return (Map<String, Object>) json;
    }

    private SendResult result(Packet packet, SendResult result) {
        return switch (fault) {
            case CALLS_EVERY_FAILURE_A_RETRY ->
                    result instanceof SendResult.Delivered ? result : SendResult.retry("no");
            case CALLS_EVERY_FAILURE_DELIVERED -> SendResult.delivered("surely");
            case CONTENT_IN_THE_RECEIPT -> SendResult.delivered(packet.content().toString());
            default -> result;
        };
    }

    private HttpCall call(Packet packet) {
        var call = HttpCall.of("POST", target.base(), "/items/" + packet.key()).timeout(target.timeout()).packet(packet)
                .json(content(packet));
        if (fault == Fault.NEW_KEY_EACH_TIME) {
            call = call.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return target.token().map(call::bearer).orElse(call);
    }

    private Object content(Packet packet) {
        Map<String, Object> fields = new LinkedHashMap<>(packet.fields());
        if (fault == Fault.ROUNDS_NUMBERS) {
            fields.replaceAll(
                    (_, v) -> v instanceof BigDecimal d ? new BigDecimal(Double.toString(d.doubleValue())) : v);
        } else
            if (fault == Fault.DROPS_NULLS
                    || fault == Fault.DROPS_DELETES && packet.form() == Packet.Form.MERGE_PATCH) {
                        fields.values().removeIf(Objects::isNull);
                    }
        return fields;
    }

    @Override
    public Health probe() throws Exception {
        return fault == Fault.IS_ALWAYS_AWAKE ? Health.awake("surely")
                : context.http().send(HttpCall.get(target.base()).timeout(target.timeout())).health();
    }

    @Override
    public String preview(Packet packet) {
        if (fault == Fault.PREVIEW_SENDS) {
            try {
                context.http().send(call(packet));
            } catch (SendException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return call(packet).label();
    }

    private static void untilReleased(boolean throughInterrupts) {
        for (var limit = Duration.ofMinutes(1).toMillis();;) {
            try {
                NEVER.await(limit, TimeUnit.MILLISECONDS);
                return;
            } catch (InterruptedException e) {
                if (!throughInterrupts) {
                    return;
                }
            }
        }
    }
}
