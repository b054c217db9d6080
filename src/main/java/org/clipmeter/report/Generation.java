package org.clipmeter.report;

/** The two generations of the reference system. Each has its own definition of the metric that both call {@code clip_score}. */
public enum Generation {
    /** eval-learn 0.1: the mean of {@code logits_per_image} over TIFA prompts, by default with CLIP ViT-L/14. */
    EVAL_LEARN(
            "eval-learn 0.1",
            "mean of logits_per_image",
            "TIFA",
            "tifa_csv",
            "Unlearningltd/datasets",
            "openai/clip-vit-large-patch14"),
    /** eval-unlearn 1: the mean of 100 · cosine over the first COCO 2017 captions, by default with CLIP ViT-B/32. */
    EVAL_UNLEARN(
            "eval-unlearn 1",
            "mean of 100 · cosine",
            "COCO 2017, first captions",
            "coco_hf",
            "phiyodr/coco2017",
            "openai/clip-vit-base-patch32"),
    /** A report that does not tell which of the two wrote it. */
    UNKNOWN("unknown", "unknown", "unknown", "unknown", "unknown", "unknown");

    private final String title;
    private final String formula;
    private final String prompts;
    private final String dataset;
    private final String repository;
    private final String clipModel;

    Generation(String title, String formula, String prompts, String dataset, String repository, String clipModel) {
        this.title = title;
        this.formula = formula;
        this.prompts = prompts;
        this.dataset = dataset;
        this.repository = repository;
        this.clipModel = clipModel;
    }

    /** The package and its version, such as {@code eval-learn 0.1}. */
    public String title() {
        return title;
    }

    /** How it computes {@code clip_score}. */
    public String formula() {
        return formula;
    }

    /** The prompts that it computes {@code clip_score} over. */
    public String prompts() {
        return prompts;
    }

    /** The name of those prompts in its reports. */
    public String dataset() {
        return dataset;
    }

    /** The Hub's repository that has those prompts. */
    public String repository() {
        return repository;
    }

    /** The Hub's name of the model that it takes unless another one is named. */
    public String clipModel() {
        return clipModel;
    }

    @Override
    public String toString() {
        return title;
    }
}
