package io.crossfade.strattio.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request whose body is counted as it is read, its bytes and, as if it were JSON, its values. */
final class CountedBody extends HttpServletRequestWrapper {

    private final long limit;
    private final BodyBudget.Share share;
    private @Nullable Counted stream;

    CountedBody(HttpServletRequest request, long limit, BodyBudget.Share share) {
        super(request);
        this.limit = limit;
        this.share = share;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        Counted counted = stream;
        if (counted == null) {
            counted = new Counted(super.getInputStream());
            stream = counted;
        }
        return counted;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        String encoding = getCharacterEncoding();
        return new BufferedReader(new InputStreamReader(
                getInputStream(), encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
    }

    private final class Counted extends ServletInputStream {

        private final ServletInputStream body;
        private long bytes;
        private long values;
        private boolean inText;
        private boolean escaped;

        Counted(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = body.read(buffer, offset, length);
            if (read > 0) {
                bytes += read;
                if (bytes > limit) {
                    throw BodyRefusedException.tooLarge(limit);
                }
                for (int i = offset; i < offset + read; i++) {
                    look(buffer[i]);
                }
                share.cover(bytes, values);
            }
            return read;
        }

        private void look(byte next) {
            if (inText) {
                inText = escaped || next != '"';
                escaped = !escaped && next == '\\';
            } else if (next == '"') {
                inText = true;
            } else if (next == ',' || next == ':' || next == '{' || next == '[') {
                values++;
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
