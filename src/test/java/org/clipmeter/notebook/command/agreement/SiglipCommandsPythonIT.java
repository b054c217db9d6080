package org.clipmeter.notebook.command.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ClipMeter;
import org.clipmeter.Comparison;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.model.siglip.SmallSiglip;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Every command that shows scores calls those of a SigLIP by their own name, with small checkpoints that transformers wrote. */
class SiglipCommandsPythonIT {
    @TempDir
    private Path folder;

    private final List<String> shown = new ArrayList<>();
    private Magics magics = new Magics(new Session(EmbeddingCache.off()));

    private Object run(String... words) throws Exception {
        FakeCell cell = new FakeCell();
        Object result = magics.run("clip", List.of(words), cell);
        shown.clear();
        shown.addAll(cell.plain());
        String text = String.join("\n", shown) + "\n" + result;
        assertFalse(text.contains("CLIP Score"), String.join(" ", words) + ":\n" + text);
        return result == null ? "" : result;
    }

    private String all() {
        return String.join("\n", shown);
    }

    @Test
    void theScoresOfASiglipHaveTheirOwnNameInEveryCommand() throws Exception {
        List<Path> models = SmallSiglip.write(folder.resolve("models"));
        String siglip = models.get(0).toString();
        Session session = new Session(EmbeddingCache.in(folder.resolve("cache")));
        magics = new Magics(session);
        List<Prompt> prompts = new ArrayList<>();
        for (String color : List.of("red", "blue", "green", "yellow")) {
            prompts.add(new Prompt(color, "own", "a " + color + " circle", List.of()));
        }
        Shapes.draw(new PromptSet("own", prompts, 4), folder.resolve("sd"));
        Files.createDirectories(folder.resolve("uce"));
        for (int i = 0; i < 4; i++) {
            Files.copy(
                    folder.resolve("sd/" + prompts.get((i + 1) % 4).id() + ".png"),
                    folder.resolve("uce/" + prompts.get(i).id() + ".png"));
        }
        Files.copy(folder.resolve("sd/manifest.csv"), folder.resolve("uce/manifest.csv"));
        run("model", siglip);
        Table scored = (Table) run("score", folder.resolve("sd").toString(), "-o", "sd");
        assertTrue(scored.columnNames().containsAll(List.of("siglip_logit", "probability")), scored.print());
        assertTrue(all().contains("siglip_logit"), all());
        run("score", folder.resolve("uce").toString(), "-o", "uce");

        run("compare", "sd", "uce", "--margin", "0.5");
        assertTrue(all().contains(" siglip_logit over 4 prompts"), all());
        assertFalse(all().contains("logits_per_image"), all());
        ScoreRun sd = session.run("sd");
        ScoreRun uce = session.run("uce");
        ScoreChart forest = Comparison.of(sd, List.of(uce)).forest();
        assertTrue(forest.getXAxisTitle().startsWith("mean Δ siglip_logit, "), forest.getXAxisTitle());

        run("gallery", "sd", "--worst", "2");
        double lowest = sd.result().rows().stream()
                .map(ScoreRow::outcome)
                .mapToDouble(outcome -> ((Scored) outcome).logitsPerImage())
                .min()
                .orElseThrow();
        assertTrue(all().contains(String.format(java.util.Locale.ROOT, "%.4f", lowest)), all());

        run("cite", "sd");
        assertTrue(all().contains("We computed the siglip_logit with clipmeter"), all());
        assertTrue(all().contains("The mean of siglip_logit over 4 images"), all());
        assertTrue(all().contains("Zhai et al. 2023, Sigmoid Loss for Language Image Pre-Training"), all());
        assertFalse(all().contains("Radford"), all());

        Path json = folder.resolve("sd.json");
        run("export", "sd", json.toString());
        assertEquals(
                "siglip_logit",
                new JsonMapper().readTree(json.toFile()).path("metric").asText());
        run("export", "sd", folder.resolve("sd.npy").toString());
        assertTrue(Files.exists(folder.resolve("sd.npy")));

        Table matched = (Table) run("match", folder.resolve("sd/red.png").toString(), "a red circle", "a cat");
        assertTrue(matched.columnNames().containsAll(List.of("siglip_logit", "probability")), matched.print());
        assertFalse(matched.columnNames().contains("softmax"), matched.print());

        run("compare", "sd", "uce", "--models", siglip + "," + models.get(1));
        assertTrue(all().contains("mean siglip_logit, each in its own scale"), all());
        assertTrue(all().contains("siglip_logit does not detect erasure"), all());
        assertFalse(all().contains("logits_per_image"), all());
        run("compare", "sd", "--models", "shapes," + siglip);
        assertTrue(all().contains("mean score, each in its own scale: shapes logits_per_image "), all());
        assertTrue(all().contains("000 siglip_logit "), all());
        assertTrue(all().contains("None of these scores detects erasure"), all());

        ClipMeter loaded = session.loaded();
        assertNotNull(loaded);
        loaded.close();
        session.cache().close();
    }
}
