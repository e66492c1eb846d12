using System.Globalization;

namespace Staple32.Settings;

/// <summary>Makes settings of what is written in some sources, of which later ones go before earlier ones.</summary>
public static class SettingsReader
{
    /// <summary>Reads all sources. What is malformed, unknown or out of range leaves its setting as it was.</summary>
    /// <param name="sources">In order.</param>
    /// <param name="problems">Takes one line for each thing that was passed over.</param>
    public static MachineSettings Read(IReadOnlyList<ISettingsSource> sources, ICollection<string> problems) =>
        Interpret(Collect(sources, problems), problems);

    /// <summary>What is written, before anybody asks what it means.</summary>
    internal static List<WrittenSetting> Collect(IReadOnlyList<ISettingsSource> sources, ICollection<string> problems)
    {
        var written = new List<WrittenSetting>();
        foreach (ISettingsSource source in sources)
            source.Read(written, problems);
        return written;
    }

    internal static MachineSettings Interpret(List<WrittenSetting> written, ICollection<string> problems)
    {
        MachineSettings settings = MachineSettings.Default;
        foreach (WrittenSetting setting in written)
            settings = Apply(setting, settings, problems);
        return settings with { Prefetch = Consistent(settings.Prefetch, problems) };
    }

    private static MachineSettings Apply(WrittenSetting setting, MachineSettings settings, ICollection<string> problems)
    {
        SettingDefinition? definition = SettingDefinition.Find(setting.Name);
        if (definition is null)
        {
            problems.Add($"{Where(setting)}: unknown setting {LogText.Clean(setting.Name)}");
            return settings;
        }

        if (uint.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out uint value)
            && value >= definition.Least && value <= definition.Most)
            return definition.With(settings, value);
        problems.Add($"{Where(setting)}: {definition.Name} must be a whole number from {definition.Least} to {definition.Most}, "
            + $"not {LogText.Clean(setting.Value)}; it stays {definition.Get(settings)}");
        return settings;
    }

    /// <summary>A cap below its floor is lifted to it: the floor is what spares responders.</summary>
    private static PrefetchSettings Consistent(PrefetchSettings settings, ICollection<string> problems)
    {
        if (settings.MaxRetry < settings.MinRetry)
        {
            problems.Add("SrvOcspRespMaxRetrySeconds is less than SrvOcspRespMinRetrySeconds, which counts for both");
            settings = settings with { MaxRetry = settings.MinRetry };
        }

        if (settings.MaxSyncCertFile < settings.MinSyncCertFile)
        {
            problems.Add("SrvOcspRespMaxSyncCertFileSeconds is less than SrvOcspRespMinSyncCertFileSeconds, which counts for both");
            settings = settings with { MaxSyncCertFile = settings.MinSyncCertFile };
        }

        return settings;
    }

    private static string Where(WrittenSetting setting)
    {
        string place = LogText.Clean(setting.Place);
        return setting.Line == 0 ? place : string.Create(CultureInfo.InvariantCulture, $"{place}:{setting.Line}");
    }
}
