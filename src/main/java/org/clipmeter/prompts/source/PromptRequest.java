package org.clipmeter.prompts.source;

import org.clipmeter.hub.DownloadListener;
import org.clipmeter.hub.HubSettings;

/**
 * How prompts are to be read, whatever their source.
 *
 * @param hub where downloaded files are stored, and whether the network may be used
 * @param questions whether the prompts' questions are wanted too; a source that has them at no cost gives them anyway
 * @param listener receives the progress of a download
 */
public record PromptRequest(HubSettings hub, boolean questions, DownloadListener listener) {}
