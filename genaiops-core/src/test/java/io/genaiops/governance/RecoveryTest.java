package io.genaiops.governance;

import static io.genaiops.governance.GovernedFolder.ADA;
import static io.genaiops.governance.GovernedStore.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveRecord;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a promotion that was cut short, or whose record could not be written. */
class RecoveryTest {

    @TempDir
    private Path folder;

    private GovernedFolder place;

    @BeforeEach
    void fill() {
        place = new GovernedFolder(folder);
    }

    @Test
    void an_intent_whose_process_ended_before_the_move_is_voided() {
        Governance dying = place.governance(new Dying(place.record, MoveEntry.Intent.class::isInstance, true));

        assertThatThrownBy(() -> place.promote(dying, "2.0.0")).isInstanceOf(Killed.class);
        assertThat(place.production()).isEqualTo("1.0.0");

        Governance next = place.governance();
        assertThat(place.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.moved()).isFalse());
        assertThat(next.verify()).isEmpty();
        assertThat(next.recover()).isEmpty();
        assertThat(place.promote(next, "2.0.0").isPromoted()).isTrue();
    }

    @Test
    void a_move_whose_process_ended_before_the_outcome_is_completed() {
        Governance dying = place.governance(new Dying(place.record, Outcome.class::isInstance, false));

        assertThatThrownBy(() -> place.promote(dying, "2.0.0")).isInstanceOf(Killed.class);
        assertThat(dying.verify()).singleElement().asString().contains("run recover()");

        Governance next = place.governance();
        assertThat(place.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.moved()).isTrue();
            assertThat(outcome.why()).startsWith("recovered");
        });
        assertThat(next.verify()).isEmpty();
        next.rollback("trail-guide").of("production").by(ADA).because("back").submit();
        assertThat(next.verify()).isEmpty();
    }

    @Test
    void a_move_that_was_voided_while_it_was_being_made_counts_as_made() {
        Governance[] other = new Governance[1];
        MoveRecord slow = new MoveRecord() {
            @Override
            public void append(MoveEntry entry) {
                place.record.append(entry);
                if (entry instanceof MoveEntry.Intent) {
                    other[0].recover();
                }
            }

            @Override
            public List<MoveEntry> entries() {
                return place.record.entries();
            }
        };
        other[0] = place.governance();
        Governance governance = place.governance(slow);

        place.promote(governance, "2.0.0");

        assertThat(place.outcomes()).extracting(Outcome::moved).containsExactly(false, true);
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_record_that_cannot_take_the_intent_keeps_the_label_where_it_is() {
        Governance governance = place.governance(new Failing(place.record, MoveEntry.Intent.class::isInstance));

        assertThatThrownBy(() -> place.promote(governance, "2.0.0"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage("the disk is full");

        assertThat(place.production()).isEqualTo("1.0.0");
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_record_that_cannot_take_the_outcome_does_not_take_the_move_back() {
        Governance governance = place.governance(new Failing(place.record, Outcome.class::isInstance));

        assertThat(place.promote(governance, "2.0.0").isPromoted()).isTrue();

        assertThat(place.governance().verify()).isEmpty();
    }

    @Test
    void a_recovery_that_came_too_early_is_corrected_by_the_next_one() {
        place.promote(place.governance(new Failing(place.record, Outcome.class::isInstance)), "2.0.0");
        place.record.append(
                new Outcome(place.operation(), false, "looked before the label had moved", CLOCK.instant()));

        assertThat(place.governance().verify()).isEmpty();

        assertThat(place.outcomes()).extracting(Outcome::moved).containsExactly(false, true);
        assertThat(place.governance().recover()).isEmpty();
    }

    @Test
    void a_recovery_that_came_too_late_changes_nothing() {
        place.promote(place.governance(), "2.0.0");
        place.record.append(new Outcome(place.operation(), false, "looked before, wrote after", CLOCK.instant()));

        Governance later = place.governance();

        assertThat(place.outcomes()).hasSize(2);
        assertThat(later.recover()).isEmpty();
        assertThat(later.verify()).isEmpty();
        assertThat(later.report().toString()).contains("2.0.0");
    }

    @Test
    void a_store_that_fails_after_it_has_moved_has_moved_whatever_a_recovery_wrote_meanwhile() {
        AssetStore store = AssetStore.directory(folder);
        AssetStore shaky = (AssetStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AssetStore.class}, (proxy, method, arguments) -> {
                    Object done = method.invoke(store, arguments);
                    if (method.getName().equals("move")) {
                        place.record.append(new Outcome(place.operation(), false, "looked before", CLOCK.instant()));
                        throw new GenAiOpsException("the answer was lost");
                    }
                    return done;
                });
        place.registry = AssetRegistry.of(shaky);

        assertThat(place.promote(place.governance(), "2.0.0").isPromoted()).isTrue();

        assertThat(place.outcomes()).extracting(Outcome::moved).containsExactly(false, true);
        assertThat(place.governance().verify()).isEmpty();
    }

    /** Stands for the end of a process: nothing catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the process before or after an entry is written. */
    private record Dying(MoveRecord record, Predicate<MoveEntry> at, boolean after) implements MoveRecord {
        @Override
        public void append(MoveEntry entry) {
            if (at.test(entry) && !after) {
                throw new Killed();
            }
            record.append(entry);
            if (at.test(entry)) {
                throw new Killed();
            }
        }

        @Override
        public List<MoveEntry> entries() {
            return record.entries();
        }
    }

    /** Cannot write some entries. */
    private record Failing(MoveRecord record, Predicate<MoveEntry> at) implements MoveRecord {
        @Override
        public void append(MoveEntry entry) {
            if (at.test(entry)) {
                throw new GenAiOpsException("the disk is full");
            }
            record.append(entry);
        }

        @Override
        public List<MoveEntry> entries() {
            return record.entries();
        }
    }
}
