using Staple32.Log;

namespace Staple32.Settings;

/// <summary>All settings of a machine. Immutable; equal by value.</summary>
public sealed record MachineSettings
{
    public static readonly MachineSettings Default = new();

    /// <summary>How responses are asked for, kept and handed out.</summary>
    public PrefetchSettings Prefetch { get; init; } = PrefetchSettings.Default;

    /// <summary>How chains are built.</summary>
    public ChainSettings Chains { get; init; } = ChainSettings.Default;

    /// <summary>The settings of this machine as they are now; what is wrong with them goes to the log, once.</summary>
    public static MachineSettings Load(ILog log) => SettingsLoader.ThisMachine.Load(log);
}
