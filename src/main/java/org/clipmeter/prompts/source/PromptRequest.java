package org.clipmeter.prompts.source;

import org.clipmeter.hub.DownloadListener;
import org.clipmeter.hub.HubSettings;
import org.jspecify.annotations.Nullable;

/**
 * How prompts are to be read, whatever their source.
 *
 * @param hub where downloaded files are stored, and whether the network may be used
 * @param most the most prompts that will be taken, from the first one on, so that a source of several files need not read
 *     all of them; null if all may be
 * @param questions whether the prompts' questions are wanted too; a source that has them at no cost gives them anyway
 * @param listener receives the progress of a download
 */
public record PromptRequest(HubSettings hub, @Nullable Integer most, boolean questions, DownloadListener listener) {}
