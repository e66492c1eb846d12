using System.Globalization;
using System.Text.RegularExpressions;
using Staple32.Settings;
using Xunit;

namespace Staple32.Tests.Settings;

/// <summary>The table of docs/configuration.md against the definitions.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public void Defaults_and_ranges_are_documented_as_they_are()
    {
        var documented = new List<string>();
        foreach (Match row in Row().Matches(File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "configuration.md"))))
        {
            SettingDefinition definition = SettingDefinition.Find(row.Groups[1].Value)!;
            documented.Add(definition.Name);
            Assert.Equal(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {definition.Name} | {definition.Get(MachineSettings.Default)} | {definition.Least} to {definition.Most} |"),
                row.Value);
        }

        // How often a directory of certificates is looked at concerns a command, not the library.
        Assert.Equal(
            SettingDefinition.All.Select(definition => definition.Name).Where(name => !name.Contains("SyncCertFile", StringComparison.Ordinal)),
            documented.Where(name => !name.Contains("SyncCertFile", StringComparison.Ordinal)));
    }

    private static string RepositoryRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Staple32.slnx")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("not inside the repository");
    }

    [GeneratedRegex(@"^\| (\w+) \| [0-9]+ \| [^|]+ \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
