// Listens to what happens in the sandbox, and comes back by itself after an interruption.

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;

export function listen({ onOpen, onEvent, onLost }) {
  let wait = FIRST_WAIT_MS;

  function connect() {
    const source = new EventSource("/sandbox/events");
    source.onopen = () => {
      wait = FIRST_WAIT_MS;
      onOpen();
    };
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    // The browser's own reconnection gives up after an HTTP error; ours does not.
    source.onerror = () => {
      source.close();
      onLost();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  }

  connect();
}
