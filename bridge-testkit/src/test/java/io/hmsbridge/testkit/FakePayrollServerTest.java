package io.hmsbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakePayrollServerTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aRepeatedChangeArrivesTwiceAndHasItsEffectOnce() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (var payroll = FakePayrollServer.start().onRates(call -> heard.add(call.toString()))) {
            assertThat(patch(payroll, "key-1")).isEqualTo(204);
            assertThat(patch(payroll, "key-1")).isEqualTo(204);
            assertThat(patch(payroll, "key-2")).isEqualTo(204);

            assertThat(payroll.rates()).hasSize(3);
            assertThat(payroll.changes()).isEqualTo(2);
            assertThat(heard).hasSize(3).first().isEqualTo("PATCH /v2/rates {\"dailyRate\":68.00}");
        }
    }

    @Test
    void asleepItRefusesConnectionsAndAwakeItIsBackAtItsAddress() throws Exception {
        try (var payroll = FakePayrollServer.start()) {
            payroll.sleep();
            assertThatThrownBy(() -> patch(payroll, "key-1")).isInstanceOf(ConnectException.class);

            payroll.wake();
            assertThat(patch(payroll, "key-1")).isEqualTo(204);
        }
    }

    private int patch(FakePayrollServer payroll, String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(payroll.uri().resolve("/v2/rates")).header("Idempotency-Key", key)
                .method("PATCH", BodyPublishers.ofString("{\"dailyRate\":68.00}")).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
