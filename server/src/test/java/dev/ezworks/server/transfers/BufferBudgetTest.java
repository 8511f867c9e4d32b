package dev.ezworks.server.transfers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class BufferBudgetTest {
    private static final int MIB = BufferBudget.POOLED;

    private final BufferBudget budget = new BufferBudget(2 * MIB);
    private final List<BufferBudget.Memory> granted = new ArrayList<>();

    @Test
    void whatFitsShouldBeGrantedAtOnce() {
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(1000, granted::add);
        assertThat(granted).extracting(memory -> memory.array().length).containsExactly(MIB, 1000);
        assertThat(budget.inUse()).isEqualTo(MIB + 1000);
    }

    @Test
    void whatDoesNotFitShouldWaitForRoom() {
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(MIB, granted::add);
        assertThat(granted).hasSize(2);
        granted.get(0).release();
        assertThat(granted).hasSize(3);
        assertThat(budget.inUse()).isEqualTo(2 * MIB);
    }

    @Test
    void arraysShouldBeUsedAgainWhereTheBudgetIsUsedUp() {
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(MIB, granted::add);
        byte[] array = granted.get(0).array();

        granted.get(0).release();

        assertThat(granted.get(2).array()).isSameAs(array);
    }

    @Test
    void smallRequestShouldNotOvertakeALargeOne() {
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(MIB / 2, granted::add);
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(1, granted::add);
        assertThat(granted).hasSize(2);
        assertThat(budget.share().tryAcquire(1)).isEmpty();
        granted.get(0).release();
        assertThat(granted).hasSize(4);
    }

    @Test
    void whoHoldsLeastShouldGoFirst() {
        BufferBudget.Share greedy = budget.share();
        List<String> served = new ArrayList<>();
        greedy.acquire(MIB, granted::add);
        greedy.acquire(MIB, granted::add);
        greedy.acquire(MIB, memory -> served.add("greedy"));
        budget.share().acquire(MIB, memory -> served.add("who has nothing"));
        budget.share().acquire(MIB, memory -> served.add("who has nothing and came later"));

        granted.get(0).release();
        assertThat(served).containsExactly("who has nothing");
        granted.get(1).release();
        assertThat(served).containsExactly("who has nothing", "greedy");
    }

    @Test
    void equalsShouldGoInTheOrderOfTheirArrival() {
        List<Integer> served = new ArrayList<>();
        budget.share().acquire(2 * MIB, granted::add);
        for (int i = 0; i < 4; i++) {
            int number = i;
            budget.share().acquire(MIB / 2, memory -> served.add(number));
        }
        granted.get(0).release();
        assertThat(served).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatIsSetAsideShouldBeABudgetOfItsOwn() {
        BufferBudget part = budget.setAside(MIB);

        assertThat(budget.total()).isEqualTo(MIB);
        assertThat(budget.share().tryAcquire(MIB)).isPresent();
        assertThat(budget.share().tryAcquire(1)).isEmpty();
        assertThat(part.share().tryAcquire(MIB)).isPresent();
        assertThatThrownBy(() -> budget.setAside(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usageShouldCountWhatIsSetAside() {
        BufferBudget part = budget.setAside(MIB);
        budget.share().acquire(1000, granted::add);
        part.share().acquire(MIB, granted::add);
        part.share().acquire(1, granted::add);

        assertThat(budget.usage()).isEqualTo(new BufferBudget.Usage(2L * MIB, MIB + 1000, 1));
    }

    @Test
    void moreThanThereIsShouldBeRefusedRatherThanWaitForEver() {
        assertThatThrownBy(() -> budget.share().acquire(2 * MIB + 1, granted::add))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancelledWaitShouldTakeNothing() {
        BufferBudget.Memory all = budget.share().tryAcquire(2 * MIB).orElseThrow();
        Disposable waiting = budget.share().acquire(MIB).subscribe();
        waiting.dispose();
        all.release();
        assertThat(budget.inUse()).isZero();
    }

    @Test
    void withdrawnRequestShouldLetTheNextThrough() {
        budget.share().acquire(MIB + 1 - 1, granted::add);
        budget.share().acquire(MIB / 2, granted::add);
        BufferBudget.Request large = budget.share().acquire(MIB, granted::add);
        budget.share().acquire(1, granted::add);
        large.cancel();
        assertThat(granted).hasSize(3);
        large.cancel();
        assertThat(granted).hasSize(3);
    }

    @Test
    void secondReleaseShouldDoNothing() {
        budget.share().acquire(MIB, granted::add);
        budget.share().acquire(MIB, granted::add);
        granted.get(0).release();
        granted.get(0).release();
        assertThat(budget.inUse()).isEqualTo(MIB);
    }

    @Test
    void tryAcquireShouldNeverWait() {
        assertThat(budget.share().tryAcquire(MIB)).isPresent();
        assertThat(budget.share().tryAcquire(MIB)).isPresent();
        assertThat(budget.share().tryAcquire(1)).isEmpty();
    }

    @Test
    void everythingGivenBackShouldLeaveNothingInUse() {
        for (int i = 0; i < 100; i++) {
            budget.share().acquire(1 + i * 10_000 % MIB, granted::add);
        }
        for (int i = 0; i < granted.size(); i++) {
            granted.get(i).release();
        }
        assertThat(granted).hasSize(100);
        assertThat(budget.inUse()).isZero();
    }

    @Test
    void budgetTooSmallForOneSlabShouldBeRefused() {
        assertThatThrownBy(() -> new BufferBudget(MIB - 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
