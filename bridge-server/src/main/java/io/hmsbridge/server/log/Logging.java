package io.hmsbridge.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logs to the standard error stream, one event a line. Logback finds this class as its configuration, which saves
 * parsing an XML file at each start of the command; warnings alone are logged until {@link #configure} is called.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    /** Their everyday messages are of use to their own authors only. */
    private static final List<String> CHATTY = List.of("org.flywaydb", "com.zaxxer.hikari", "io.helidon", "org.pf4j",
            "org.jdbi", "org.apache.hc", "org.postgresql", "jdk.internal");

    /** Logs with a stack trace that a port is taken, which is said in one line elsewhere. */
    private static final String PORT_TAKEN = "io.helidon.webserver.LoomServer";

    /** Logs with a stack trace, at every try, what the ledger says in its own words. */
    private static final String BROKEN_CONNECTION = "com.zaxxer.hikari.pool.ProxyConnection";

    /** Java's own: says who ends the process, with a stack trace, at level DEBUG. */
    private static final String EXIT = "java.lang.Runtime";

    /** Control characters in a message could forge a line, or steer a terminal; those of formats turn what is read around. */
    private static final String TEXT =
            "%d{HH:mm:ss.SSS} %-5level %logger{0}  %replace(%kvp{DOUBLE} %msg){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]', ' '}%n%ex";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, Level.WARN, false);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on logs at this level, as JSON or as text for people; what comes through java.util.logging too. */
    public static void configure(org.slf4j.event.Level level, boolean json) {
        apply((LoggerContext) LoggerFactory.getILoggerFactory(), Level.convertAnSLF4JLevel(level), json);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** From now on logs at this level, in the form in which it does. */
    public static void level(org.slf4j.event.Level level) {
        level((LoggerContext) LoggerFactory.getILoggerFactory(), Level.convertAnSLF4JLevel(level));
    }

    /** Whether from now on code that ends the process is logged with its stack trace, whatever the level. */
    public static void tellOfExit(boolean wanted) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(EXIT).setLevel(wanted ? Level.DEBUG : Level.OFF);
    }

    private static void apply(LoggerContext context, Level level, boolean json) {
        context.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(json ? json(context) : text(context));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        level(context, level);
    }

    private static void level(LoggerContext context, Level level) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        context.getLogger(PORT_TAKEN).setLevel(Level.OFF);
        context.getLogger(BROKEN_CONNECTION).setLevel(Level.ERROR);
        var chatty = level.isGreaterOrEqual(Level.WARN) ? level
                : level.isGreaterOrEqual(Level.DEBUG) ? Level.WARN : null; // null: as all others
        CHATTY.forEach(name -> context.getLogger(name).setLevel(chatty));
    }

    static Encoder<ILoggingEvent> text(LoggerContext context) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(TEXT);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithArguments(false);
        encoder.start();
        return encoder;
    }
}
