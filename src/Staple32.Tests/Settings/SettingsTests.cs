using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Log;
using Staple32.Settings;
using Staple32.Tests.Log;
using Xunit;

namespace Staple32.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"staple32-settings-{Guid.NewGuid():N}.conf");
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _problems = [];

    public void Dispose() => File.Delete(_path);

    /// <summary>The table of the documentation.</summary>
    [Theory]
    [InlineData("SrvOcspRespMinValiditySeconds", 600)]
    [InlineData("SrvOcspRespUrlRetrievalTimeoutMilliseconds", 15000)]
    [InlineData("SrvOcspRespMaxBeforeNextUpdateSeconds", 14400)]
    [InlineData("SrvOcspRespMinBeforeNextUpdateSeconds", 120)]
    [InlineData("SrvOcspRespMinAfterNextUpdateSeconds", 60)]
    [InlineData("OcspValiditySeconds", 43200)]
    [InlineData("SrvOcspRespMinSyncCertFileSeconds", 5)]
    [InlineData("SrvOcspRespMaxSyncCertFileSeconds", 3600)]
    [InlineData("SrvOcspRespMinRetrySeconds", 10)]
    [InlineData("SrvOcspRespMaxRetrySeconds", 3600)]
    [InlineData("SrvOcspRespMaxConcurrentRetrievals", 64)]
    [InlineData("SrvOcspRespMaxConcurrentRetrievalsPerResponder", 8)]
    [InlineData("SrvOcspRespMaxResponseBytes", 262144)]
    [InlineData("SrvOcspRespMaxClockSkewSeconds", 300)]
    [InlineData("MaxAIAUrlCountInCert", 5)]
    [InlineData("MaxAIAUrlRetrievalCountPerChain", 3)]
    [InlineData("MaxAIAUrlRetrievalByteCount", 100_000)]
    [InlineData("MaxAIAUrlRetrievalCertCount", 10)]
    [InlineData("ChainUrlRetrievalTimeoutMilliseconds", 15000)]
    [InlineData("ChainRevAccumulativeUrlRetrievalTimeoutMilliseconds", 20000)]
    [InlineData("MaxUrlRetrievalByteCount", 104857600)]
    [InlineData("MinRsaPubKeyBitLength", 1023)]
    [InlineData("DisableMandatoryBasicConstraints", 0)]
    [InlineData("DisableCANameConstraints", 0)]
    [InlineData("DisableUnsupportedCriticalExtensions", 0)]
    public void Each_setting_has_its_default_and_can_be_written(string name, uint standard)
    {
        SettingDefinition definition = SettingDefinition.Find(name)!;
        Assert.Equal(name, definition.Name);
        Assert.Equal(standard, definition.Get(MachineSettings.Default));
        Assert.InRange(standard, definition.Least, definition.Most);

        MachineSettings settings = Read($"{name} = {standard + 1}");
        Assert.Equal(standard + 1, definition.Get(settings));
        Assert.Equal(MachineSettings.Default, definition.With(settings, standard));
        Assert.Empty(_problems);
    }

    [Fact]
    public void There_are_no_settings_beside_those_of_the_table() => Assert.Equal(25, SettingDefinition.All.Count);

    [Fact]
    public void Both_ends_of_every_range_are_taken_and_what_lies_outside_is_not()
    {
        foreach (SettingDefinition definition in SettingDefinition.All)
        {
            foreach (uint value in new[] { definition.Least, definition.Most })
                Assert.Equal(value, definition.Get(definition.With(MachineSettings.Default, value)));
            _problems.Clear();
            Assert.Equal(MachineSettings.Default, Read($"{definition.Name} = {(long)definition.Least - 1}"));
            Assert.Equal(MachineSettings.Default, Read($"{definition.Name} = {(long)definition.Most + 1}"));
            Assert.Equal(2, _problems.Count);
        }
    }

    [Theory]
    [InlineData("OcspValiditySeconds=7")]
    [InlineData("  OcspValiditySeconds\t=   7  ")]
    [InlineData("ocspvalidityseconds = 7")]
    [InlineData("# a comment\n\n   \n\t# another = 8\nOcspValiditySeconds = 7 # seconds")]
    [InlineData("OcspValiditySeconds = 7\r\n\r\n# CRLF\r\n")]
    [InlineData("\uFEFFOcspValiditySeconds = 7")]
    [InlineData("# Gültigkeit, 有効期間\nOcspValiditySeconds = 007")]
    [InlineData("OcspValiditySeconds = 6\nOcspValiditySeconds = 7")]
    public void A_line_may_be_written_in_many_ways(string text)
    {
        Assert.Equal(TimeSpan.FromSeconds(7), Read(text).Prefetch.OcspValidity);
        Assert.Empty(_problems);
    }

    [Theory]
    [InlineData("OcspValiditySeconds 7", "is not of the form \"Name = value\": OcspValiditySeconds 7")]
    [InlineData("= 7", "is not of the form \"Name = value\": = 7")]
    [InlineData("OcspValiditySeconds =", "is not of the form \"Name = value\": OcspValiditySeconds =")]
    [InlineData("OcspValidity = 7", "unknown setting OcspValidity")]
    [InlineData("OcspValiditySeconds = -7", "must be a whole number from 1 to 4294967295, not -7; it stays 43200")]
    [InlineData("OcspValiditySeconds = 7s", "not 7s; it stays 43200")]
    [InlineData("OcspValiditySeconds = 7 8", "not 7 8; it stays 43200")]
    [InlineData("OcspValiditySeconds = 0x7", "not 0x7; it stays 43200")]
    [InlineData("OcspValiditySeconds = 4294967296", "not 4294967296; it stays 43200")]
    [InlineData("OcspValiditySeconds = ٧", "not ٧; it stays 43200")]
    [InlineData("OcspValiditySeconds = \u001b[31m7", "not ?[31m7; it stays 43200")]
    public void A_bad_line_is_named_with_file_and_line_and_changes_nothing(string line, string problem)
    {
        Assert.Equal(MachineSettings.Default, Read($"# first\n\n{line}\n"));
        string said = Assert.Single(_problems);
        Assert.StartsWith($"{_path}:3: ", said);
        Assert.EndsWith(problem, said);
    }

    [Fact]
    public void A_bad_line_does_not_spoil_the_others()
    {
        MachineSettings settings = Read("rubbish\nOcspValiditySeconds = 7\nnothing = 1\nSrvOcspRespMinRetrySeconds = 0\n");
        Assert.Equal(MachineSettings.Default with { Prefetch = PrefetchSettings.Default with { OcspValidity = TimeSpan.FromSeconds(7) } }, settings);
        Assert.Equal(3, _problems.Count);
    }

    [Fact]
    public void The_environment_goes_before_the_file_unless_it_is_malformed()
    {
        _variables["STAPLE32_OcspValiditySeconds"] = " 8 ";
        _variables["STAPLE32_SrvOcspRespMinRetrySeconds"] = "often";
        _variables["STAPLE32_SrvOcspRespMaxRetrySeconds"] = "";
        PrefetchSettings settings = Read("OcspValiditySeconds = 7\nSrvOcspRespMinRetrySeconds = 20").Prefetch;
        Assert.Equal((8, 20), (settings.OcspValidity.TotalSeconds, settings.MinRetry.TotalSeconds));
        Assert.StartsWith("STAPLE32_SrvOcspRespMinRetrySeconds: ", Assert.Single(_problems));
    }

    [Fact]
    public void A_cap_below_its_floor_is_lifted_and_that_is_said()
    {
        PrefetchSettings settings = Read("SrvOcspRespMaxRetrySeconds = 5\nSrvOcspRespMinSyncCertFileSeconds = 4000").Prefetch;
        Assert.Equal(settings.MinRetry, settings.MaxRetry);
        Assert.Equal(settings.MinSyncCertFile, settings.MaxSyncCertFile);
        Assert.Equal(2, _problems.Count);
    }

    [Fact]
    public void A_missing_file_is_normal_unless_it_was_named()
    {
        Assert.Equal(MachineSettings.Default, SettingsReader.Read([new SettingsFile(() => (_path, false))], _problems));
        Assert.Empty(_problems);
        SettingsReader.Read([new SettingsFile(() => (_path, true))], _problems);
        Assert.Equal([$"{_path}: does not exist"], _problems);
    }

    [Fact]
    public void A_directory_in_its_place_is_a_problem()
    {
        SettingsReader.Read([new SettingsFile(() => (Path.GetTempPath(), false))], _problems);
        Assert.EndsWith("is a directory", Assert.Single(_problems));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("")]
    public void A_path_that_is_none_is_not_an_exception(string path) =>
        Assert.Equal(MachineSettings.Default, SettingsReader.Read([new SettingsFile(() => (path, true))], _problems));

    [Fact]
    public void A_file_that_cannot_be_read_is_a_problem()
    {
        // Root may read anything, but not what is not to be read at all.
        if (!OperatingSystem.IsLinux())
            return;
        SettingsReader.Read([new SettingsFile(() => ("/proc/self/mem", true))], _problems);
        Assert.StartsWith("/proc/self/mem: cannot be read", Assert.Single(_problems));
    }

    [Fact]
    public void A_file_without_end_is_not_read_to_the_end()
    {
        if (!OperatingSystem.IsLinux())
            return;
        SettingsReader.Read([new SettingsFile(() => ("/dev/zero", true))], _problems);
        Assert.EndsWith("is longer than 1048576 bytes", Assert.Single(_problems));
    }

    [Fact]
    public void No_bytes_are_an_exception() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        SettingsFile.Parse(bytes, "f", [], []);
        SettingsFile.Parse([.. "OcspValiditySeconds = 1"u8, .. bytes], "f", [], []);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void As_long_as_nothing_changes_it_is_the_same_object_and_problems_are_logged_once()
    {
        var log = new RecordingLog();
        SettingsLoader loader = Loader();
        File.WriteAllText(_path, "OcspValiditySeconds = 7\nrubbish");
        MachineSettings first = loader.Load(log);
        Assert.Same(first, loader.Load(log));
        Assert.Equal(LogLevel.Warning, Assert.Single(log.Messages).Level);

        File.WriteAllText(_path, "OcspValiditySeconds = 8\nrubbish\nmore");
        MachineSettings second = loader.Load(log);
        Assert.Equal((7, 8), (first.Prefetch.OcspValidity.TotalSeconds, second.Prefetch.OcspValidity.TotalSeconds));
        Assert.Equal(3, log.Messages.Count);
    }

    [Fact]
    public void Problems_wait_for_a_log_that_wants_them()
    {
        SettingsLoader loader = Loader();
        File.WriteAllText(_path, "rubbish");
        loader.Load(new RecordingLog(LogLevel.Error));
        var log = new RecordingLog(LogLevel.Warning);
        loader.Load(log);
        Assert.Single(log.Messages);
    }

    [Fact]
    public void A_file_full_of_rubbish_does_not_fill_the_log()
    {
        var log = new RecordingLog();
        File.WriteAllText(_path, string.Concat(Enumerable.Repeat("rubbish\n", 10_000)));
        Loader().Load(log);
        Assert.Equal(21, log.Messages.Count);
        Assert.Equal("and 9980 more such problems with the settings", log.Messages[^1].Message);
    }

    [Fact]
    public void Settings_are_equal_by_value()
    {
        MachineSettings some = Read("OcspValiditySeconds = 7");
        MachineSettings others = Read("OcspValiditySeconds = 7");
        Assert.Equal(some, others);
        Assert.Equal(some.GetHashCode(), others.GetHashCode());
        Assert.NotEqual(some, MachineSettings.Default);
    }

    private MachineSettings Read(string text)
    {
        File.WriteAllText(_path, text, new UTF8Encoding(false));
        return SettingsReader.Read(Sources(), _problems);
    }

    private SettingsLoader Loader() => new(Sources());

    private ISettingsSource[] Sources() =>
        [new SettingsFile(() => (_path, true)), new SettingsVariables(name => _variables.GetValueOrDefault(name))];
}
