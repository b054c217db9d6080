package org.clipmeter.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

final class ModelTableTest {
    private final Table models = ModelTable.of(List.of(
            new ModelTable.Entry(
                    "openai/clip-vit-large-patch14",
                    "L/14",
                    "clip",
                    "not stated",
                    "CLIP Score",
                    427_616_513L,
                    224,
                    77,
                    true,
                    false,
                    true),
            new ModelTable.Entry(
                    "shapes", "shapes", "clip", "apache-2.0", "CLIP Score", 1_747_585L, 64, 32, true, true, false)));

    @Test
    void hasARowForEachModel() {
        assertEquals(
                List.of(
                        "id",
                        "alias",
                        "family",
                        "scores",
                        "parameters",
                        "image_size",
                        "tokens",
                        "license",
                        "cached",
                        "loaded",
                        "default"),
                models.columnNames());
        assertEquals(427_616_513L, models.longColumn("parameters").getLong(0));
        assertEquals(32, models.intColumn("tokens").getInt(1));
        assertEquals(64, models.intColumn("image_size").getInt(1));
    }

    @Test
    void namesFamiliesAndLicenses() {
        assertEquals(List.of("clip", "clip"), models.stringColumn("family").asList());
        assertEquals(
                List.of("not stated", "apache-2.0"),
                models.stringColumn("license").asList());
    }

    @Test
    void printsAsTablesawPrints() {
        assertTrue(models.print().contains("427616513"), models::print); // a LongColumn with a formatter would throw
    }
}
