namespace Staple32.Settings;

/// <summary>A value as somebody wrote it.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">As written, without the spaces around it.</param>
/// <param name="Place">File, variable or registry value, for messages.</param>
/// <param name="Line">In a file, from 1; else 0.</param>
public readonly record struct WrittenSetting(string Name, string Value, string Place, int Line);

/// <summary>Somewhere that settings are written down.</summary>
public interface ISettingsSource
{
    /// <summary>Reads it as it is now. Never throws.</summary>
    /// <param name="settings">Takes what is written there, in order.</param>
    /// <param name="problems">Takes one line for each thing that cannot be read.</param>
    public void Read(ICollection<WrittenSetting> settings, ICollection<string> problems);
}
