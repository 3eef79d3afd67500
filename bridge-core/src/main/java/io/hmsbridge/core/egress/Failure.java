package io.hmsbridge.core.egress;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * What a failed call means for its packet. Once there was a connection nobody can say how much of the request the target
 * has seen, so from there on a failure is never called more than unknown.
 *
 * @param reason for people, with nothing of the request or the answer in it
 */
record Failure(Kind kind, String reason, IOException cause) {

    static Failure of(Exchange exchange, EgressSettings settings, IOException e) {
        var peer = String.valueOf(exchange.getAuthority());
        if (e instanceof ForbiddenAddressException) {
            return new Failure(Kind.TARGET_FAULT, e.getMessage(), e);
        }
        if (e instanceof ProxyRefusedException refused) {
            return new Failure(refused.isLogin() ? Kind.TARGET_FAULT : Kind.RETRY,
                    "no connection to " + peer + " through the proxy: " + e.getMessage(), e);
        }
        // A peer that misses our certificate says so only after TLS 1.3 let us write.
        if (isTlsFault(e) && (!exchange.wasConnected() || e instanceof SSLHandshakeException)) {
            return new Failure(Kind.TARGET_FAULT, "no trusted TLS connection to " + peer + ": " + e.getMessage(), e);
        }
        return exchange.wasConnected()
                ? new Failure(Kind.UNKNOWN, withoutAnswer(exchange, e), e)
                : new Failure(Kind.RETRY, withoutConnection(exchange, peer, settings, e), e);
    }

    /** @param call target and label, with which the message begins */
    SendException toException(String call) {
        var message = call + ": " + reason;
        // What a parser says of an answer may quote it.
        boolean quotes = cause instanceof ClientProtocolException || cause instanceof MalformedChunkCodingException;
        return quotes ? new SendException(kind, message) : new SendException(kind, message, cause);
    }

    private static String withoutConnection(Exchange exchange, String peer, EgressSettings settings, IOException e) {
        if (exchange.hasExpired()) {
            return "no connection to " + peer + " within " + Words.of(exchange.limit());
        }
        return switch (e) {
            case UnknownHostException unknown -> unknown.getMessage();
            case ConnectionRequestTimeoutException _ -> "no free connection to " + peer;
            case SocketTimeoutException _ ->
                    "no connection to " + peer + " within " + Words.of(settings.connectTimeout());
            case ConnectException _ -> peer + " refuses connections";
            default -> "no connection to " + peer + " (" + e.getClass().getSimpleName() + ")";
        };
    }

    private static String withoutAnswer(Exchange exchange, IOException e) {
        if (e instanceof AnswerTooLongException) {
            return e.getMessage();
        }
        if (exchange.hasExpired()) {
            return "no answer within " + Words.of(exchange.limit());
        }
        return switch (e) {
            case MessageConstraintException _ -> "the answer is not HTTP or its headers are too long";
            case NoHttpResponseException _ -> "the connection was closed without an answer";
            case ConnectionClosedException _ -> "the answer broke off";
            case TruncatedChunkException _ -> "the answer broke off";
            case MalformedChunkCodingException _ -> "the answer is not HTTP";
            case ClientProtocolException _ -> "the answer is not HTTP";
            default -> "the connection broke before the answer was complete (" + e.getClass().getSimpleName() + ")";
        };
    }

    /** A failed handshake is the target's fault unless the network broke it off. */
    private static boolean isTlsFault(IOException e) {
        if (!(e instanceof SSLException)) {
            return false;
        }
        for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException || cause instanceof SocketException
                    || cause instanceof SocketTimeoutException) {
                return false;
            }
        }
        return true;
    }
}
