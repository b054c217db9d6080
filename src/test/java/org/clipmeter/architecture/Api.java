package org.clipmeter.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** The one list of what programs may use: docs/ARCHITECTURE.md and pom.xml have the same, and {@link ApiTest} holds them to it. */
final class Api {
    /** Packages whose public types are API, all of them. */
    static final List<String> PACKAGES = List.of(
            "org.clipmeter",
            "org.clipmeter.failure",
            "org.clipmeter.prompts",
            "org.clipmeter.pairs",
            "org.clipmeter.model",
            "org.clipmeter.embed",
            "org.clipmeter.score",
            "org.clipmeter.compare",
            "org.clipmeter.match",
            "org.clipmeter.agreement",
            "org.clipmeter.result.match",
            "org.clipmeter.result.agreement",
            "org.clipmeter.erasure",
            "org.clipmeter.report",
            "org.clipmeter.result.erasure",
            "org.clipmeter.explain",
            "org.clipmeter.result.explain");

    /** Types of other packages that are API too, since the packages above show them, or cells use them. */
    static final List<String> TYPES = List.of(
            "org.clipmeter.embed.cache.CacheContents",
            "org.clipmeter.embed.cache.EmbeddingCache",
            "org.clipmeter.generate.ComfyWorkflow",
            "org.clipmeter.generate.GenerateException",
            "org.clipmeter.generate.GenerateListener",
            "org.clipmeter.generate.GenerateOptions",
            "org.clipmeter.generate.GeneratedImage",
            "org.clipmeter.generate.GenerationPreview",
            "org.clipmeter.generate.ImageApi",
            "org.clipmeter.hub.DownloadListener",
            "org.clipmeter.image.RgbImage",
            "org.clipmeter.image.StoredPixels",
            "org.clipmeter.image.Transparency",
            "org.clipmeter.image.TransparencyRule",
            "org.clipmeter.notebook.session.Cells",
            "org.clipmeter.notebook.view.Output",
            "org.clipmeter.pairs.memory.MemoryImages",
            "org.clipmeter.plot.Grouping",
            "org.clipmeter.plot.ScoreChart",
            "org.clipmeter.plot.NoFontsException",
            "org.clipmeter.preprocess.CropArea",
            "org.clipmeter.preprocess.ImageRules",
            "org.clipmeter.preprocess.Preprocessing",
            "org.clipmeter.report.configuration.Configuration",
            "org.clipmeter.report.configuration.ConfigurationException",
            "org.clipmeter.report.configuration.RequestedMetric",
            "org.clipmeter.report.configuration.Settings",
            "org.clipmeter.result.shapes.FieldErasure",
            "org.clipmeter.result.attack.AttackResult",
            "org.clipmeter.result.shapes.ShapesRun",
            "org.clipmeter.result.breakdown.Breakdown",
            "org.clipmeter.result.export.Citation",
            "org.clipmeter.result.export.Export",
            "org.clipmeter.run.ConfiguredRun",
            "org.clipmeter.run.RunOptions",
            "org.clipmeter.run.RunServices",
            "org.clipmeter.shapes.Artist",
            "org.clipmeter.shapes.Shape",
            "org.clipmeter.shapes.attack.Attack",
            "org.clipmeter.shapes.attack.AttackOptions",
            "org.clipmeter.shapes.drawing.DrawOptions",
            "org.clipmeter.shapes.drawing.DrawnPicture",
            "org.clipmeter.shapes.drawing.Rules",
            "org.clipmeter.shapes.drawing.TextToImage",
            "org.clipmeter.shapes.edit.EditMethod",
            "org.clipmeter.shapes.edit.EditOptions",
            "org.clipmeter.shapes.edit.MatrixChange",
            "org.clipmeter.shapes.erase.Concept",
            "org.clipmeter.shapes.erase.ConceptKind",
            "org.clipmeter.shapes.erase.Erasure",
            "org.clipmeter.shapes.erase.Technique",
            "org.clipmeter.shapes.field.FieldEdit",
            "org.clipmeter.table.Overview",
            "org.clipmeter.text.TokenizedText");

    /** Members of these types that are public for other packages only: they show types that are not API. */
    static final List<String> INTERNAL = List.of(
            "org.clipmeter.model.CheckpointFolder.config",
            "org.clipmeter.model.LoadedModel.fingerprint",
            "org.clipmeter.Tifa.source",
            "org.clipmeter.Tifa.sources",
            "org.clipmeter.embed.cache.EmbeddingCache.hashes",
            "org.clipmeter.report.configuration.Settings.json",
            "org.clipmeter.shapes.Artist.interpret",
            "org.clipmeter.shapes.Artist.finish",
            "org.clipmeter.shapes.Artist$Faithful.interpret",
            "org.clipmeter.shapes.Artist$Careless.interpret",
            "org.clipmeter.shapes.Artist$WithoutShape.interpret",
            "org.clipmeter.shapes.drawing.Rules.draw",
            "org.clipmeter.shapes.drawing.TextToImage.draw",
            "org.clipmeter.score.RunFile.read",
            "org.clipmeter.result.attack.AttackResult.of",
            "org.clipmeter.result.erasure.AttackSuccess.details",
            "org.clipmeter.result.erasure.CollateralCurve.details",
            "org.clipmeter.result.erasure.ErrRate.details",
            "org.clipmeter.result.erasure.Preservation.details",
            "org.clipmeter.result.erasure.TechniqueComparison.details",
            "org.clipmeter.result.erasure.UaIra.details",
            "org.clipmeter.result.shapes.FieldErasure.of",
            "org.clipmeter.shapes.attack.Attack.of",
            "org.clipmeter.shapes.erase.Concept.replacedBy",
            "org.clipmeter.shapes.erase.Erasure.interpret",
            "org.clipmeter.shapes.erase.Erasure.finish");

    private Api() {}

    static boolean has(JavaClass type) {
        String name = type.getName();
        String outermost = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        return PACKAGES.contains(type.getPackageName()) || TYPES.contains(outermost);
    }
}
