package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.outbox.TargetSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What operators ask of servers that are up. What they do to packets is done to the ledger, and told to lanes as the bridge does. */
final class Operators {

    private final MemoryLedger ledger;
    private final List<Server> servers;

    Operators(MemoryLedger ledger, List<Server> servers) {
        this.ledger = ledger;
        this.servers = servers;
    }

    private void at(int index, Consumer<Server> deed) {
        var server = servers.get(index);
        if (server.isUp()) {
            server.machine().run("operator", () -> {
                try {
                    deed.accept(server);
                } catch (LedgerUnavailableException _) {
                    // the operator is told, and may ask again
                }
            });
        }
    }

    void reload(Server server, List<TargetSpec> specs) {
        try {
            server.outbox().declare(specs);
        } catch (LedgerUnavailableException _) {
            // the operator is told, and may ask again
        }
    }

    void pause(int index, String target) {
        at(index, server -> server.outbox().steer(target, new Steering.Pause(Optional.empty()), act("pause", target)));
    }

    void resume(int index, String target) {
        at(index, server -> server.outbox().steer(target, new Steering.Resume(), act("resume", target)));
    }

    void open(Action.Open open) {
        at(open.server(), server -> server.outbox().steer(open.target(),
                new Steering.Open(ledger.now().plusMillis(open.time())), act("open", open.target())));
    }

    private static NewAct act(String kind, String target) {
        return new NewAct("ada", kind, "", target);
    }

    void requeue(int index) {
        at(index, server -> {
            var dead = ledger.rows().filter(row -> row.state == PacketState.DEAD).map(row -> row.packet.id()).toList();
            for (var packet : dead) {
                wander(server);
                if (MemoryActs.requeue(ledger, packet)) {
                    wander(server);
                    server.outbox().lookAtQueued();
                    server.outbox().lookAtDead();
                }
            }
        });
    }

    void discard(int index, int which) {
        at(index, server -> {
            var rows = ledger.rows().toList();
            if (rows.isEmpty()) {
                return;
            }
            var packet = rows.get(which % rows.size()).packet;
            MemoryActs.discard(ledger, packet.id()).ifPresent(hadToBeSent -> {
                wander(server);
                if (hadToBeSent) {
                    server.outbox().lookAtWithdrawn(Set.of(packet.target()));
                }
                server.outbox().lookAtDead();
            });
        });
    }

    void redirect(Action.Redirect redirect) {
        at(redirect.server(), server -> {
            var rows = ledger.rows().toList();
            if (rows.isEmpty()) {
                return;
            }
            var packet = rows.get(redirect.which() % rows.size()).packet;
            MemoryActs.redirect(ledger, packet.id()).ifPresent(redirected -> {
                wander(server);
                server.outbox().lookAtQueued();
                if (redirected.hadToBeSent()) {
                    server.outbox().lookAtWithdrawn(Set.of(packet.target()));
                }
                server.outbox().lookAtDead();
                ledger.tell(new Fact.Told(redirected.packet()));
            });
        });
    }

    void replay(Action.Replay replay) {
        at(replay.server(), server -> {
            if (!MemoryActs.replay(ledger, replay.target(), replay.isForced()).isEmpty()) {
                wander(server);
                server.outbox().lookAtQueued();
            }
        });
    }

    void reschedule(Action.Reschedule reschedule) {
        at(reschedule.server(), server -> {
            var waiting = List.copyOf(ledger.scheduled.values());
            if (waiting.isEmpty()) {
                return;
            }
            var dated = waiting.get(reschedule.which() % waiting.size());
            var due = Optional.of(ledger.now().plusMillis(reschedule.later())).filter(_ -> reschedule.later() >= 0);
            MemoryActs.reschedule(ledger, dated, due);
            wander(server);
            due.ifPresent(server.waker()::notice);
        });
    }

    private static void wander(Server server) {
        try {
            server.machine().pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

}
