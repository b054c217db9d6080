package org.clipmeter.architecture;

import static org.clipmeter.architecture.Room.Floor.EMBEDDINGS;
import static org.clipmeter.architecture.Room.Floor.GROUND;
import static org.clipmeter.architecture.Room.Floor.INPUTS;
import static org.clipmeter.architecture.Room.Floor.PRESENTATION;
import static org.clipmeter.architecture.Room.Floor.RESULTS;

import java.util.List;

/**
 * The one list of all rooms and arrows, in the order of building: the tests hold it, and the drawing in docs/ARCHITECTURE.md
 * is made from it.
 */
final class Rooms {
    static final List<Room> ALL = List.of(
            Room.of(GROUND, "message", "messages that fit on one safe line"),
            Room.of(GROUND, "files", "files that are not trusted: refuses what is not a regular file, bounds what it reads", "message"),
            Room.of(GROUND, "hub", "the Hub's client, and the cache that it shares with Python", "message", "files"),
            Room.of(GROUND, "weights", "safetensors and pytorch_model.bin, read without running anything in them", "message", "files"),
            Room.of(INPUTS, "image", "a decoded image, its transparency, and why a file was refused"),
            Room.of(INPUTS, "image.reader", "what the readers of several formats use", "image"),
            Room.of(INPUTS, "image.bmp", "the BMP reader", "image", "image.reader"),
            Room.of(INPUTS, "image.gif", "the GIF reader", "image", "image.reader"),
            Room.of(INPUTS, "image.pnm", "the PBM, PGM and PPM reader", "image", "image.reader"),
            Room.of(INPUTS, "image.png", "the PNG reader", "message", "image", "image.reader"),
            Room.of(INPUTS, "image.jpeg.samples", "the arithmetic of a JPEG's samples", "image", "image.reader"),
            Room.of(INPUTS, "image.jpeg", "the JPEG reader", "image", "image.reader", "image.jpeg.samples"),
            Room.of(INPUTS, "image.tiff", "the TIFF reader; a TIFF may store its strips as JPEGs", "image", "image.reader", "image.jpeg"),
            Room.of(INPUTS, "image.webp.vp8", "lossy WebP", "image", "image.reader"),
            Room.of(INPUTS, "image.webp.vp8l", "lossless WebP", "image", "image.reader"),
            Room.of(INPUTS, "image.webp", "the WebP reader", "image", "image.reader", "image.webp.vp8", "image.webp.vp8l"),
            Room.of(INPUTS, "image.decode", "the table of all formats; finds a file's type and calls its reader", "message", "image", "image.reader", "image.bmp", "image.gif", "image.pnm", "image.png", "image.jpeg", "image.tiff", "image.webp"),
            Room.of(INPUTS, "preprocess", "the resizes of Pillow and torchvision, and CLIP's image processor", "message", "files", "image"),
            Room.of(INPUTS, "text", "CLIP's tokenizer", "message", "files"),
            Room.of(INPUTS, "prompts", "readers of TIFA and of other prompt files, sampling", "message", "files"),
            Room.of(EMBEDDINGS, "model", "what embeds images and texts; CLIP's network on DJL; the known models", "message", "files", "weights", "image", "preprocess", "text"),
            Room.of(EMBEDDINGS, "embed", "images and texts to vectors or faults: batches, threads, memory, lookup", "message", "image", "image.decode", "text", "model"),
            Room.of(EMBEDDINGS, "embed.cache", "the stored embeddings in SQLite", "message", "files", "weights", "text", "embed"),
            Room.of(RESULTS, "score", "images joined to prompts, and a row for each image", "message", "image", "image.decode", "preprocess", "prompts", "model", "embed"),
            Room.of(RESULTS, "compare", "means with their intervals, scores paired by prompt, the test of their changes", "score"),
            Room.of(RESULTS, "shapes", "the miniature world, its renderer, the bundled model", "image", "text", "prompts", "model"),
            Room.of(RESULTS, "shapes.training", "trains the bundled model", "weights", "image", "model", "shapes"),
            Room.of(PRESENTATION, "table", "results as Tablesaw tables", "prompts", "embed", "embed.cache", "score", "compare"),
            Room.of(PRESENTATION, "plot", "results as XChart charts", "score", "compare"),
            Room.of(PRESENTATION, "", "the doors for Java: models, prompts, and the results with their summaries", "hub", "image", "preprocess", "prompts", "model", "embed", "embed.cache", "score", "compare", "shapes", "table", "plot"),
            Room.of(PRESENTATION, "notebook.view", "how results, tables, charts, pictures and progress look in a cell", "message", "image", "image.decode", "embed", "score", "plot", ""),
            Room.of(PRESENTATION, "notebook.session", "what lasts from one cell to the next, and the thread that works for the cells", "hub", "weights", "preprocess", "prompts", "model", "embed.cache", "score", "table", "", "notebook.view"),
            Room.of(PRESENTATION, "notebook.command", "the magics and their subcommands, a class each, in one list", "hub", "weights", "image", "preprocess", "prompts", "model", "embed", "embed.cache", "score", "compare", "shapes", "table", "plot", "", "notebook.view", "notebook.session"),
            Room.of(PRESENTATION, "notebook", "runs a magic: arguments, completion, inspection", "files", "hub", "model", "", "notebook.view", "notebook.session", "notebook.command"),
            Room.of(PRESENTATION, "notebook.kernel", "what all kernels have in common: installation, requests, cells", "hub", "text", "model", "shapes", "table", "notebook.view", "notebook.session", "notebook"),
            Room.of(PRESENTATION, "notebook.jjava", "the edge towards JJava", "notebook.view", "notebook.session", "notebook", "notebook.kernel"),
            Room.of(PRESENTATION, "notebook.ijava", "the edge towards IJava", "notebook.view", "notebook.session", "notebook", "notebook.kernel"));

    private Rooms() {}
}
