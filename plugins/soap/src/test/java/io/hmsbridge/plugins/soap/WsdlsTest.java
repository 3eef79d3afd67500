package io.hmsbridge.plugins.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.SendException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a WSDL is read again. */
class WsdlsTest {

    private final AtomicLong now = new AtomicLong();
    private final Wsdls wsdls = new Wsdls(now::get);

    @TempDir
    private Path folder;

    @Test
    void whatIsAtAnAddressIsFetchedOnceAnHourAndServesWhileItIsDown() throws Exception {
        var use = new SoapUse("http://rates.agency.example/rates.wsdl", "UpdateRate", Optional.empty());
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> wsdls.offline(use))
                .withMessageContaining("has not been fetched yet");
        var fetched = new ArrayList<String>();
        Documents.Source source = address -> {
            fetched.add(address.getPath());
            return bytes(address);
        };
        var operation = wsdls.operation(use, source);
        assertThat(wsdls.operation(use, source)).isSameAs(operation).isSameAs(wsdls.offline(use));
        assertThat(fetched).isEqualTo(List.of("/rates.wsdl", "/rates-types.xsd"));

        pass(Duration.ofHours(1));
        assertThat(wsdls.operation(use, source)).isNotSameAs(operation);
        assertThat(fetched).hasSize(4);

        pass(Duration.ofHours(1));
        assertThat(wsdls.operation(use, address -> {
            throw new SendException(SendException.Kind.RETRY, address + " is down");
        })).isSameAs(wsdls.offline(use));
    }

    @Test
    void aFileIsReadAgainWhenItHasChanged() throws Exception {
        for (var name : List.of("rates.wsdl", "rates-types.xsd")) {
            Files.copy(Path.of(TestWsdl.file(name)), folder.resolve(name));
        }
        var file = folder.resolve("rates.wsdl");
        var use = new SoapUse(file.toString(), "UpdateRate", Optional.empty());
        assertThat(wsdls.offline(use).soapAction()).isEqualTo("urn:agency:rates/UpdateRate");

        Files.writeString(file,
                Files.readString(file).replace("urn:agency:rates/UpdateRate", "urn:agency:rates/Other"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(wsdls.offline(use).soapAction()).isEqualTo("urn:agency:rates/UpdateRate"); // it is not looked at yet
        pass(Duration.ofSeconds(1));
        assertThat(wsdls.offline(use).soapAction()).isEqualTo("urn:agency:rates/Other");
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static byte[] bytes(URI address) {
        try {
            return Files.readAllBytes(Path.of(TestWsdl.file(Path.of(address.getPath()).getFileName().toString())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
