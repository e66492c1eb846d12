namespace Staple32.Settings;

/// <summary>
/// Environment variables STAPLE32_ + name. Only known names are looked for: the others that begin so have other purposes.
/// </summary>
/// <param name="variable">Looks a variable up; null if it is not set.</param>
public sealed class SettingsVariables(Func<string, string?> variable) : ISettingsSource
{
    private static readonly string[] s_names = [.. SettingDefinition.All.Select(definition => "STAPLE32_" + definition.Name)];

    public void Read(ICollection<WrittenSetting> settings, ICollection<string> problems)
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            if (variable(s_names[i]) is { Length: > 0 } value)
                settings.Add(new WrittenSetting(SettingDefinition.All[i].Name, value.Trim(), s_names[i], 0));
        }
    }
}
