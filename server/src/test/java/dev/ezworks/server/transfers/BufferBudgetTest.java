package dev.ezworks.server.transfers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferBudgetTest {
    private static final int MIB = BufferBudget.POOLED;

    private final BufferBudget budget = new BufferBudget(2 * MIB);
    private final List<BufferBudget.Memory> granted = new ArrayList<>();

    @Test
    void whatFitsShouldBeGrantedAtOnce() {
        budget.acquire(MIB, granted::add);
        budget.acquire(1000, granted::add);
        assertThat(granted).extracting(memory -> memory.array().length).containsExactly(MIB, 1000);
        assertThat(budget.inUse()).isEqualTo(MIB + 1000);
    }

    @Test
    void whatDoesNotFitShouldWaitForRoom() {
        budget.acquire(MIB, granted::add);
        budget.acquire(MIB, granted::add);
        budget.acquire(MIB, granted::add);
        assertThat(granted).hasSize(2);
        granted.get(0).release();
        assertThat(granted).hasSize(3);
        assertThat(budget.inUse()).isEqualTo(2 * MIB);
    }

    @Test
    void smallRequestShouldNotOvertakeALargeOne() {
        budget.acquire(MIB, granted::add);
        budget.acquire(MIB / 2, granted::add);
        budget.acquire(MIB, granted::add);
        budget.acquire(1, granted::add);
        assertThat(granted).hasSize(2);
        assertThat(budget.tryAcquire(1)).isEmpty();
        granted.get(0).release();
        assertThat(granted).hasSize(4);
    }

    @Test
    void withdrawnRequestShouldLetTheNextThrough() {
        budget.acquire(MIB + 1 - 1, granted::add);
        budget.acquire(MIB / 2, granted::add);
        BufferBudget.Request large = budget.acquire(MIB, granted::add);
        budget.acquire(1, granted::add);
        large.cancel();
        assertThat(granted).hasSize(3);
        large.cancel();
        assertThat(granted).hasSize(3);
    }

    @Test
    void secondReleaseShouldDoNothing() {
        budget.acquire(MIB, granted::add);
        budget.acquire(MIB, granted::add);
        granted.get(0).release();
        granted.get(0).release();
        assertThat(budget.inUse()).isEqualTo(MIB);
    }

    @Test
    void tryAcquireShouldNeverWait() {
        assertThat(budget.tryAcquire(MIB)).isPresent();
        assertThat(budget.tryAcquire(MIB)).isPresent();
        assertThat(budget.tryAcquire(1)).isEmpty();
    }

    @Test
    void everythingGivenBackShouldLeaveNothingInUse() {
        for (int i = 0; i < 100; i++) {
            budget.acquire(1 + i * 10_000 % MIB, granted::add);
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
