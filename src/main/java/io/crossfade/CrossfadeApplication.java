package io.crossfade;

import io.crossfade.command.CheckProgram;
import io.crossfade.embedded.StoresProgram;
import io.crossfade.embedded.tour.TourProgram;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The program. Its first argument that is no {@code --option} says what it does: none runs the service, {@code stores}
 * runs the embedded databases alone, {@code tour} takes the service there and back again, {@code check} has a running
 * instance compare its stores. Exit code 2 means that the command line was not understood; 0 of the service, that it was told
 * to stop and has stopped.
 */
@SpringBootApplication
public class CrossfadeApplication {

    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        CommandLine line = new CommandLine(List.of(args));
        if (line.asksFor("help")) {
            System.out.print(CommandLine.help());
            return;
        }
        if (line.asksFor("version")) {
            System.out.println(CommandLine.version());
            return;
        }
        switch (line.program()) {
            case "" -> {
                requireKnown(line);
                StopSignal.endsWell();
                SpringApplication service = new SpringApplication(CrossfadeApplication.class);
                service.addListeners(new PortInUse(why -> refuse(why, FAILURE)));
                service.run(args);
            }
            case StoresProgram.NAME -> {
                StopSignal.endsWell();
                orRefuse(() -> StoresProgram.run(args));
            }
            case CheckProgram.NAME -> orRefuse(() -> System.exit(CheckProgram.run(args)));
            case TourProgram.NAME -> {
                requireKnown(line);
                System.exit(TourProgram.run(CrossfadeApplication.class, args));
            }
            default -> refuse("Unknown program '" + line.program() + "'", USAGE);
        }
    }

    /** Of programs that look at their arguments themselves. */
    private static void orRefuse(Runnable program) {
        try {
            program.run();
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()), USAGE);
        }
    }

    private static void requireKnown(CommandLine line) {
        String unknown = line.unknown();
        if (unknown != null) {
            refuse(unknown, USAGE);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void refuse(String why, int status) {
        System.err.println(why + (status == USAGE ? "; see --help." : "."));
        System.exit(status);
    }
}
