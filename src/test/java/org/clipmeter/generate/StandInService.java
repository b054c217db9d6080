package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** A service on the loopback interface that answers as the real ones do, and misbehaves on request. */
public final class StandInService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One request as it was received, at a time in nanoseconds. */
    public record Received(String method, String path, Headers headers, JsonNode body, long at) {
        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Reply {
        void to(HttpExchange exchange, JsonNode body) throws IOException;
    }

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Deque<Reply> next = new ArrayDeque<>();
    private final Reply usual;

    private StandInService(HttpServer server, Reply usual) {
        this.server = server;
        this.usual = usual;
    }

    private static StandInService start(Reply usual) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StandInService service = new StandInService(server, usual);
        server.createContext("/", service::handle);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "stand-in-service");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return service;
    }

    /** Answers as the Stable Diffusion web UI: base64 and a text of JSON about the image. */
    public static StandInService webUi() throws IOException {
        return start((exchange, body) -> {
            if (!exchange.getRequestURI().getPath().equals("/sdapi/v1/txt2img")) {
                reply(404, "{\"detail\": \"Not Found\"}").to(exchange, body);
                return;
            }
            webUiImage(png(body.path("prompt").asText(), 64, 64), "sd15").to(exchange, body);
        });
    }

    static Reply webUiImage(byte[] png, String model) {
        return (exchange, body) -> reply(
                        200,
                        JSON.createObjectNode()
                                .put(
                                        "info",
                                        "{\"seed\": " + body.path("seed") + ", \"sd_model_name\": \"" + model
                                                + "\", \"sd_model_hash\": \"cafe\"}")
                                .set("images", JSON.createArrayNode().add(base64(png)))
                                .toString())
                .to(exchange, body);
    }

    /** Answers as OpenAI: base64, and the prompt that was drawn in place of one that has the word "violin". */
    static StandInService openAi() throws IOException {
        return start((exchange, body) -> {
            var image = JSON.createObjectNode()
                    .put("b64_json", base64(png(body.path("prompt").asText(), 64, 64)));
            if (body.path("prompt").asText().contains("violin")) {
                image.put("revised_prompt", "A detailed oil painting of a violin");
            }
            var answer = JSON.createObjectNode().put("created", 1700000000);
            reply(200, answer.set("data", JSON.createArrayNode().add(image)).toString())
                    .to(exchange, body);
        });
    }

    /** Answers as ComfyUI: an id, an empty history at first, then a file's name, then the file. */
    static StandInService comfyUi(String promptNode) throws IOException {
        int[] polls = {0};
        String[] prompt = {""};
        return start((exchange, body) -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/prompt" -> {
                    polls[0] = 0;
                    prompt[0] =
                            body.at("/prompt/" + promptNode + "/inputs/text").asText();
                    reply(200, "{\"prompt_id\": \"1-2\", \"number\": 1, \"node_errors\": {}}")
                            .to(exchange, body);
                }
                case "/history/1-2" ->
                    reply(
                                    200,
                                    polls[0]++ < 2
                                            ? "{}"
                                            : "{\"1-2\": {\"outputs\": {\"9\": {\"images\": [{\"filename\": \"a b_00001_.png\","
                                                    + " \"subfolder\": \"x/y\", \"type\": \"output\"}]}, \"8\": {\"images\":"
                                                    + " [{\"filename\": \"p.png\", \"subfolder\": \"\", \"type\": \"temp\"}]}},"
                                                    + " \"status\": {\"status_str\": \"success\", \"completed\": true}}}")
                            .to(exchange, body);
                case "/view" -> bytes("image/png", png(prompt[0], 64, 64)).to(exchange, body);
                default -> reply(404, "").to(exchange, body);
            }
        });
    }

    /** Answers as Hugging Face's endpoints: with the file of the image. */
    static StandInService huggingFace() throws IOException {
        return start((exchange, body) -> bytes(
                        "image/jpeg", image(body.path("inputs").asText(), 64, 64, "jpg"))
                .to(exchange, body));
    }

    /** A picture of a color that follows from a text. */
    public static byte[] png(String text, int width, int height) {
        return image(text, width, height, "png");
    }

    static byte[] image(String text, int width, int height, String format) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(text.isEmpty() ? Color.BLACK : new Color(text.hashCode() | 0x404040));
        canvas.fillRect(0, 0, width, height);
        canvas.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** An answer of JSON or another text, with headers as names and values in turn. */
    public static Reply reply(int status, String text, String... headers) {
        return (exchange, body) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    static Reply bytes(String type, byte[] content) {
        return (exchange, body) -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /** An answer that announces more bytes than come. */
    static Reply truncated(String text) {
        return (exchange, body) -> {
            exchange.sendResponseHeaders(200, text.length() + 100L);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    /** No answer for some time. */
    static Reply late(long seconds) {
        return (exchange, body) -> {
            try {
                TimeUnit.SECONDS.sleep(seconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            reply(200, "{}").to(exchange, body);
        };
    }

    /** Answers the next requests so, in this order, before it answers as usual again. */
    public StandInService next(Reply... replies) {
        synchronized (next) {
            next.addAll(List.of(replies));
        }
        return this;
    }

    /** The address without a path. */
    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests so far. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The prompts of all requests so far. */
    List<String> prompts() {
        return received.stream().map(one -> one.body().path("prompt").asText()).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        JsonNode body = sent.length == 0 ? JSON.missingNode() : JSON.readTree(sent);
        Headers headers = new Headers();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            headers.put(header.getKey(), List.copyOf(header.getValue()));
        }
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body, System.nanoTime()));
        Reply reply;
        synchronized (next) {
            reply = next.isEmpty() ? usual : next.remove();
        }
        try (exchange) {
            reply.to(exchange, body);
        }
    }
}
