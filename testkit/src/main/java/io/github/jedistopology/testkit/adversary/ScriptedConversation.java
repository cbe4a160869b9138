package io.github.jedistopology.testkit.adversary;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * Reads commands one after the other, counts each, and says what the script has for it,
 * at once or byte by byte.
 */
final class ScriptedConversation implements Listener.Conversation {

	private final Answers script;

	private final Duration pause;

	private final CommandCounter commands;

	ScriptedConversation(Answers script, Duration pause, CommandCounter commands) {
		this.script = script;
		this.pause = pause;
		this.commands = commands;
	}

	@Override
	public void hold(Socket socket) throws IOException, InterruptedException {
		RespReader reader = new RespReader(socket.getInputStream());
		for (List<String> command = reader.command(); command != null; command = reader.command()) {
			this.commands.add(command);
			Reply reply = this.script.to(command);
			if (reply != null) {
				send(reply, socket.getOutputStream());
			}
		}
	}

	private void send(Reply reply, OutputStream out) throws IOException, InterruptedException {
		if (this.pause.isZero()) {
			out.write(reply.bytes());
			return;
		}
		for (byte b : reply.bytes()) {
			out.write(b);
			Thread.sleep(this.pause.toMillis());
		}
	}

}
