package io.hmsbridge.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookupTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader plugin = new URLClassLoader(new URL[0], before);

    @BeforeEach
    void beAPlugin() {
        Thread.currentThread().setContextClassLoader(plugin);
    }

    @AfterEach
    void beNoPlugin() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        plugin.close();
    }

    @Test
    void threadsThatLookUpDoNotHoldThePluginThatAskedFirst() throws Exception {
        var loader = new CompletableFuture<ClassLoader>();
        try (var lookup = new Lookup(_ -> {
            loader.complete(Thread.currentThread().getContextClassLoader());
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        })) {
            assertThat(lookup.addressesOf("target.test", Duration.ofSeconds(10))).hasSize(1);
        }
        assertThat(loader).isCompletedWithValueMatching(one -> !plugin.equals(one));
    }
}
