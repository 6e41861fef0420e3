package io.crossfade.migration.control;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What moves a unit, and what must hold before it moves. */
@Configuration(proxyBeanMethods = false)
class MoveConfiguration {

    @Bean
    MoveLease moveLease(Leases leases) {
        return new MoveLease(leases);
    }

    @Bean
    MoveLog moveLog(EnginePools pools, Audit audit, StoreNames names) {
        return new MoveLog(pools.control(), audit, names);
    }

    @Bean
    MoveHistory moveHistory(EnginePools pools) {
        return new MoveHistory(pools.control());
    }

    @Bean
    MoveRuns moveRuns() {
        return new MoveRuns();
    }

    @Bean
    Moves moves(
            Units units,
            UnitStates states,
            StoreNames names,
            PostgresFence fence,
            SourceFence sourceFence,
            Barrier barrier,
            PostgresInstances instances,
            MoveLease lease,
            Events events,
            SourceData source,
            Installation installation,
            CatchUp catchUp,
            List<MoveListener> listeners,
            List<Gate> gates,
            MoveLog moveLog,
            EnginePools pools,
            ControlProperties properties,
            Clock clock) {
        Cutover cutover = new Cutover(fence, states, sourceFence, barrier, properties, events);
        DrainedMoves drainedMoves = new DrainedMoves(
                fence,
                states,
                sourceFence,
                drained -> instances.notQuiet(drained.unit(), drained.epoch()),
                barrier,
                properties,
                events);
        MoveExecution execution = new MoveExecution(
                states,
                fence,
                sourceFence,
                cutover,
                drainedMoves,
                catchUp,
                listeners,
                moveLog,
                pools.control(),
                properties,
                events,
                clock);
        return new Moves(
                units,
                states,
                new MoveChecks(units, states, names, gates),
                execution,
                new SourceRemoval(source, installation, clock, names),
                lease,
                moveLog);
    }

    @Bean
    Gate strictGate(SourceFence fence) {
        return SwitchGates.strict(fence);
    }

    @Bean
    Gate allReadsSwitchedGate() {
        return SwitchGates.allReadsSwitched();
    }

    @Bean
    Gate fenceInStepGate(SourceFence fence, StoreNames names) {
        return SwitchGates.fenceInStep(fence, names);
    }

    @Bean
    Gate instancesAnswerGate(Instances instances) {
        return SwitchGates.instancesAnswer(instances);
    }

    @Bean
    Gate sourceReachableGate(SourceData source) {
        return SwitchGates.sourceReachable(source);
    }
}
