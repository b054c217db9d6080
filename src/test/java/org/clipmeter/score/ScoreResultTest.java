package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreResultTest {
    private static final Failed MISSING = new Failed("missing", "a.png does not exist");

    @Test
    void theValueIsTheMeanOverWhatCouldBeScored() {
        ScoreResult result = Runs.of(List.of(Runs.scored(20), MISSING, Runs.scored(-5), Runs.scored(30)));
        assertEquals(15.0, result.value());
        assertEquals(3, result.evaluatedCount());
        assertEquals(4, result.totalCount());
    }

    @Test
    void theValueIsNullWhereNothingCouldBeScored() throws Exception {
        ScoreResult result = Runs.of(List.of(MISSING));
        assertNull(result.value());
        JsonNode json = new JsonMapper().readTree(result.json());
        assertTrue(json.get("value").isNull());
        assertEquals("[null]", json.get("details").get("per_image_scores").toString());
        assertEquals(0, json.get("details").get("evaluated_count").intValue());
        assertEquals(1, json.get("details").get("total_count").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab"})
    void theJsonReadsBackToTheLastBitUnderAnyLocale(String tag) throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            Random random = new Random(7);
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                outcomes.add(i % 9 == 4 ? MISSING : Runs.scored(random.nextGaussian() * 25));
            }
            ScoreResult result = Runs.of(outcomes);
            JsonNode json = new JsonMapper().readTree(result.json());
            assertEquals(result.value(), json.get("value").doubleValue());
            JsonNode scores = json.get("details").get("per_image_scores");
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Scored scored) {
                    assertEquals(
                            Double.doubleToLongBits(scored.logitsPerImage()),
                            Double.doubleToLongBits(scores.get(i).doubleValue()));
                } else {
                    assertTrue(scores.get(i).isNull());
                }
            }
            assertEquals(
                    "{\"clip_model_name\":\"openai/clip-vit-base-patch32\",\"device\":null,\"limit\":300}",
                    json.get("details").get("config").toString());
        } finally {
            Locale.setDefault(before);
        }
    }
}
