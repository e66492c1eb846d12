using Staple32.Log;

namespace Staple32.Settings;

/// <summary>
/// Reads the settings again and again, at every Open. As long as nothing changes it returns the same object, so that
/// handles share one, and keeps quiet about problems it has already logged. Any thread may use it.
/// </summary>
public sealed class SettingsLoader(IReadOnlyList<ISettingsSource> sources)
{
    public const string DefaultPath = "/etc/staple32/staple32.conf";
    public const string PathVariable = "STAPLE32_CONFIG";

    /// <summary>A file that is something else entirely need not be logged line by line.</summary>
    private const int MaxLogged = 20;

    private readonly object _gate = new();
    private List<WrittenSetting>? _written;
    private List<string> _unread = [];
    private MachineSettings _last = MachineSettings.Default;
    private List<string> _problems = [];
    private List<string> _logged = [];

    /// <summary>Windows: the registry. Elsewhere: the settings file, then the environment.</summary>
    public static SettingsLoader ThisMachine { get; } = new(SourcesOfThisMachine(HostEnvironment.Get));

    public MachineSettings Load(ILog log)
    {
        var unread = new List<string>();
        List<WrittenSetting> written = SettingsReader.Collect(sources, unread);
        MachineSettings settings;
        List<string> problems;
        lock (_gate)
        {
            if (_written is null || !written.SequenceEqual(_written) || !unread.SequenceEqual(_unread))
                Interpret(written, unread);
            settings = _last;
            problems = _problems;
            if (!log.IsEnabled(LogLevel.Warning) || problems.SequenceEqual(_logged))
                return settings;
            _logged = problems;
        }

        for (int i = 0; i < problems.Count && i < MaxLogged; i++)
            log.Write(LogLevel.Warning, problems[i]);
        if (problems.Count > MaxLogged)
            log.Write(LogLevel.Warning, $"and {problems.Count - MaxLogged} more such problems with the settings");
        return settings;
    }

    private void Interpret(List<WrittenSetting> written, List<string> unread)
    {
        List<string> problems = [.. unread];
        MachineSettings settings = SettingsReader.Interpret(written, problems);
        if (settings != _last)
            _last = settings;
        _written = written;
        _unread = unread;
        _problems = problems;
    }

    private static ISettingsSource[] SourcesOfThisMachine(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows())
            return [new RegistrySettings()];
        var file = new SettingsFile(() => variable(PathVariable) is { } path ? (path, true) : (DefaultPath, false));
        return [file, new SettingsVariables(variable)];
    }
}
