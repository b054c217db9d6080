package org.clipmeter.result.export;

/** The publications of the models, metrics and prompts that are used here. */
enum Publication {
    CLIP(
            "inproceedings",
            "radford2021clip",
            "Alec Radford and Jong Wook Kim and Chris Hallacy and Aditya Ramesh and Gabriel Goh and Sandhini Agarwal and Girish Sastry and "
                    + "Amanda Askell and Pamela Mishkin and Jack Clark and Gretchen Krueger and Ilya Sutskever",
            "Learning Transferable Visual Models From Natural Language Supervision",
            "Proceedings of the 38th International Conference on Machine Learning",
            2021,
            "2103.00020"),
    CLIP_SCORE(
            "inproceedings",
            "hessel2021clipscore",
            "Jack Hessel and Ari Holtzman and Maxwell Forbes and Ronan {Le Bras} and Yejin Choi",
            "{CLIPScore}: A Reference-free Evaluation Metric for Image Captioning",
            "Proceedings of the 2021 Conference on Empirical Methods in Natural Language Processing",
            2021,
            "2104.08718"),
    OPEN_CLIP(
            "inproceedings",
            "cherti2023openclip",
            "Mehdi Cherti and Romain Beaumont and Ross Wightman and Mitchell Wortsman and Gabriel Ilharco and Cade Gordon and "
                    + "Christoph Schuhmann and Ludwig Schmidt and Jenia Jitsev",
            "Reproducible scaling laws for contrastive language-image learning",
            "Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition",
            2023,
            "2212.07143"),
    LONG_CLIP(
            "inproceedings",
            "zhang2024longclip",
            "Beichen Zhang and Pan Zhang and Xiaoyi Dong and Yuhang Zang and Jiaqi Wang",
            "{Long-CLIP}: Unlocking the Long-Text Capability of {CLIP}",
            "European Conference on Computer Vision",
            2024,
            "2403.15378"),
    PICK_SCORE(
            "inproceedings",
            "kirstain2023pickapic",
            "Yuval Kirstain and Adam Polyak and Uriel Singer and Shahbuland Matiana and Joe Penna and Omer Levy",
            "{Pick-a-Pic}: An Open Dataset of User Preferences for Text-to-Image Generation",
            "Advances in Neural Information Processing Systems",
            2023,
            "2305.01569"),
    HPS(
            "misc",
            "wu2023hpsv2",
            "Xiaoshi Wu and Yiming Hao and Keqiang Sun and Yixiong Chen and Feng Zhu and Rui Zhao and Hongsheng Li",
            "Human Preference Score v2: A Solid Benchmark for Evaluating Human Preferences of Text-to-Image Synthesis",
            "",
            2023,
            "2306.09341"),
    SIGLIP(
            "inproceedings",
            "zhai2023siglip",
            "Xiaohua Zhai and Basil Mustafa and Alexander Kolesnikov and Lucas Beyer",
            "Sigmoid Loss for Language Image Pre-Training",
            "Proceedings of the IEEE/CVF International Conference on Computer Vision",
            2023,
            "2303.15343"),
    SIGLIP_2(
            "misc",
            "tschannen2025siglip2",
            "Michael Tschannen and Alexey Gritsenko and Xiao Wang and Muhammad Ferjad Naeem and Ibrahim Alabdulmohsin and "
                    + "Nikhil Parthasarathy and Talfan Evans and Lucas Beyer and Ye Xia and Basil Mustafa and Olivier Hénaff and "
                    + "Jeremiah Harmsen and Andreas Steiner and Xiaohua Zhai",
            "{SigLIP} 2: Multilingual Vision-Language Encoders with Improved Semantic Understanding, Localization, and Dense Features",
            "",
            2025,
            "2502.14786"),
    TIFA(
            "inproceedings",
            "hu2023tifa",
            "Yushi Hu and Benlin Liu and Jungo Kasai and Yizhong Wang and Mari Ostendorf and Ranjay Krishna and Noah A. Smith",
            "{TIFA}: Accurate and Interpretable Text-to-Image Faithfulness Evaluation with Question Answering",
            "Proceedings of the IEEE/CVF International Conference on Computer Vision",
            2023,
            "2303.11897");

    private final String type;
    private final String key;
    private final String authors;
    private final String title;
    private final String venue;
    private final int year;
    private final String arxiv;

    Publication(String type, String key, String authors, String title, String venue, int year, String arxiv) {
        this.type = type;
        this.key = key;
        this.authors = authors;
        this.title = title;
        this.venue = venue;
        this.year = year;
        this.arxiv = arxiv;
    }

    /** {@code Hessel et al. 2021, CLIPScore: A Reference-free ..., arXiv 2104.08718}. */
    String text() {
        String first = authors.substring(0, authors.indexOf(" and "));
        return first.substring(first.lastIndexOf(' ') + 1) + " et al. " + year + ", " + title.replaceAll("[{}]", "")
                + ", arXiv " + arxiv;
    }

    String bibtex() {
        return "@" + type + "{" + key + ",\n  author = {" + authors + "},\n  title = {" + title + "},\n"
                + (venue.isEmpty() ? "" : "  booktitle = {" + venue + "},\n") + "  year = {" + year
                + "},\n  eprint = {" + arxiv + "},\n  archivePrefix = {arXiv}\n}";
    }
}
