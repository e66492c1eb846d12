using Staple32.Benchmarks.Report;
using Xunit;

namespace Staple32.Tests.Benchmarks;

public sealed class ReportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("staple32-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Results_of_all_runs_become_a_table_and_a_plot_in_the_page()
    {
        Write("full/growth/01.tsv", "growth\ta, 10 handles\ttime\t1\tms\n");
        Write("full/growth/02.tsv", "growth\ta, 10 handles\ttime\t3\tms\n");
        Write("full/growth/machine.txt", "a machine\n");
        Write("full/growth/command.txt", "./build.sh bench growth\n");
        Write("goals.tsv", "growth\ta, 10 handles\ttime\t<\t5\n");
        Write("charts.tsv", "growth.svg\tgrowth\ttime\t{series}, {x} handles\thandles\tTime\n");
        Write("performance.md", "# By hand\n<!-- bench growth -->\n<!-- end of growth -->\n");
        Assert.Equal(0, Run("--page", PathOf("performance.md"), "--charts", PathOf("charts.tsv")));
        Assert.Equal(
            """
            # By hand
            <!-- bench growth -->
            `./build.sh bench growth`: a machine.

            | case | metric | median | min | max | unit | runs | goal |
            |---|---|--:|--:|--:|---|--:|---|
            | a, 10 handles | time | 2 | 1 | 3 | ms | 2 | < 5 ms: reached |

            ![Time](performance/growth.svg)
            <!-- end of growth -->

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(PathOf("performance.md")));
        Assert.StartsWith("<svg ", File.ReadAllText(PathOf("performance/growth.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_a_place_stays_as_it_is()
    {
        Write("full/growth/01.tsv", "growth\ta, 10 handles\ttime\t1\tms\n");
        Write("goals.tsv", "");
        Write("performance.md", "# By hand\n");
        Assert.Throws<BadPageException>(() => Run("--page", PathOf("performance.md")));
        Assert.Equal("# By hand\n", File.ReadAllText(PathOf("performance.md")));
    }

    [Fact]
    public void Without_a_page_the_table_is_shown()
    {
        Write("full/growth/01.tsv", "growth\ta\ttime\t1\tms\n");
        Write("goals.tsv", "");
        var output = new StringWriter();
        ReportCommand.Run(Options(), output);
        Assert.Contains("  case  metric  median  min  max  unit  runs  goal\n  a     time         1    1    1  ms       1\n", output.ToString(), StringComparison.Ordinal);
    }

    private int Run(params string[] more) => ReportCommand.Run(Options(more), TextWriter.Null);

    private ReportOptions Options(params string[] more) =>
        ReportOptions.Parse(["--results", PathOf("full"), "--goals", PathOf("goals.tsv"), .. more]);

    private string PathOf(string relative) => Path.Combine(_folder, relative);

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }
}
