package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunProgressTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void filesThatMoveAtOnceShouldAddUp() {
        RunProgress run = new RunProgress(3, 600);
        FileProgress first = run.begin("first", 200, line -> {});
        FileProgress second = run.begin("second", 300, line -> {});
        first.moved(50);
        second.moved(70);

        assertThat(run.at(0)).isEqualTo(new Progress("0/3", "first", 120, 600, 0));
        first.moved(150);
        first.end();
        assertThat(run.at(2 * SECOND)).isEqualTo(new Progress("1/3", "second", 270, 600, 75));
    }

    @Test
    void whatMovesAgainShouldCountOnceButHaveTakenTheLine() {
        RunProgress run = new RunProgress(1, 200);
        FileProgress file = run.begin("file", 200, line -> {});
        run.at(0);
        file.moved(150);
        file.startOver();
        file.moved(50);

        assertThat(run.at(SECOND)).isEqualTo(new Progress("", "file", 50, 200, 200));
    }

    @Test
    void whatIsThereAlreadyShouldBeDoneWithoutHavingMoved() {
        RunProgress run = new RunProgress(1, 200);
        FileProgress file = run.begin("file", 200, line -> {});
        run.at(0);
        file.alreadyThere(150);

        assertThat(run.at(SECOND)).isEqualTo(new Progress("", "file", 150, 200, 0));
    }

    @Test
    void aFileThatIsNotMovedShouldNotBeWaitedFor() {
        RunProgress run = new RunProgress(2, 500);
        run.begin("skipped", 300, line -> {}).end();

        assertThat(run.at(0)).isEqualTo(new Progress("1/2", "", 0, 200, 0));
    }

    @Test
    void theOnlyFilesSizeShouldBecomeTheTotalWhenItIsKnown() {
        RunProgress one = new RunProgress(1, -1);
        one.begin("file", -1, line -> {}).expect(70);
        assertThat(one.at(0).total()).isEqualTo(70);

        RunProgress several = new RunProgress(2, -1);
        several.begin("file", -1, line -> {}).expect(70);
        assertThat(several.at(0).total()).isNegative();
    }

    @Test
    void whatIsDoneInsteadOfMovingShouldBeToldUntilBytesMove() {
        RunProgress run = new RunProgress(1, 200);
        FileProgress file = run.begin("evil\u001B[2J", 200, line -> {});
        file.doing("computing its digest");
        assertThat(run.at(0).label()).isEqualTo("evil\\u{1b}[2J (computing its digest)");
        file.moved(1);
        assertThat(run.at(1).label()).isEqualTo("evil\\u{1b}[2J");
    }
}
