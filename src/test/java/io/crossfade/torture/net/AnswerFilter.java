package io.crossfade.torture.net;

/** What of a connection's answers reaches the client. One belongs to one connection and is called by one thread. */
public interface AnswerFilter {

    /** The bytes to pass on now; any that are kept back for the moment are returned by a later call. */
    byte[] pass(byte[] bytes, int length);
}
