package io.hmsbridge.core.outbox;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;

/**
 * A plugin's connector, called through handles that the compiler does not see through: they are fields of each and no
 * constants. Else it would put a plugin's code into ours, and a thread that is in that, such as one that sends for the
 * next version, would keep the classes of a version that is long gone. Nor is a type test made while one sends.
 */
final class OpaqueConnector {

    private final Connector single;
    /** Null if it takes one packet at a time. */
    private final BatchConnector batch;
    private final int most;
    private final MethodHandle send = handle(Connector.class, "send", SendResult.class, Packet.class);
    private final MethodHandle sendBatch = handle(BatchConnector.class, "sendBatch", List.class, List.class);

    /** To be made where the plugin's code may run: it is asked how much it takes in one call. */
    OpaqueConnector(Connector connector) {
        single = connector;
        batch = connector instanceof BatchConnector b ? b : null;
        most = batch == null ? 1 : Math.max(1, batch.batchLimit());
    }

    /** The most packets in one call. None of the connector's code is run. */
    int most() {
        return most;
    }

    SendResult send(Packet packet) throws Exception {
        try {
            return (SendResult) send.invokeExact(single, packet);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }

    /** @param packets at most {@link #most} */
    @SuppressWarnings("unchecked") // as BatchConnector says
    List<SendResult> sendBatch(List<Packet> packets) throws Exception {
        try {
            return (List<SendResult>) (List<?>) sendBatch.invokeExact(batch, packets);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }

    private static MethodHandle handle(Class<?> type, String name, Class<?> result, Class<?> parameter) {
        try {
            return MethodHandles.lookup().findVirtual(type, name, MethodType.methodType(result, parameter));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName() + "." + name, e);
        }
    }
}
