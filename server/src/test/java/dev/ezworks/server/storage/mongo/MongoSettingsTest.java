package dev.ezworks.server.storage.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "?w=1&journal=false", "?w=0", "?w=2", "?journal=false"})
    void connectionStringShouldNotWeakenWhatIsAcknowledged(String options) {
        WriteConcern concern = MongoSettings.parse("mongodb://db.example.org/hand_off" + options)
                .client()
                .getWriteConcern();

        assertThat(concern.getWString()).isEqualTo("majority");
        assertThat(concern.getJournal()).isTrue();
    }
}
