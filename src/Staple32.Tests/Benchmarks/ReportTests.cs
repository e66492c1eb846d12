using Staple32.Benchmarks;
using Staple32.Benchmarks.Report;
using Xunit;

namespace Staple32.Tests.Benchmarks;

public sealed class ReportTests
{
    private static readonly string[] s_threeRuns = ["30", "10", "20"];

    [Fact]
    public void A_metric_is_summed_up_over_all_runs()
    {
        BenchResults results = Results(s_threeRuns.Select(value => $"hot\tone thread\ttime\t{value}\tns").ToArray());
        Metric metric = Assert.Single(results.Metrics);
        Assert.Equal((10, 20, 30, 3, "ns"), (metric.Min, metric.Median, metric.Max, metric.Count, metric.Unit));
    }

    [Fact]
    public void The_median_of_an_even_number_of_runs_is_the_mean_of_the_middle_two()
    {
        Metric metric = Assert.Single(Results("hot\tc\tm\t1\ts", "hot\tc\tm\t9\ts", "hot\tc\tm\t2\ts", "hot\tc\tm\t4\ts").Metrics);
        Assert.Equal(3, metric.Median);
    }

    [Fact]
    public void Remarks_and_empty_lines_are_left_out_and_peers_are_told_apart()
    {
        BenchResults results = Results("# a remark", "", "hot\tnginx\tskipped\t-\tnot installed", "hot\tOpenSSL\tversion\t-\t3.0.17");
        Assert.Empty(results.Metrics);
        Assert.Equal("not installed", results.Skipped["nginx"]);
        Assert.Equal("3.0.17", results.Versions["OpenSSL"]);
    }

    [Theory]
    [InlineData("hot\tc\tm\t1", "4 fields, not 5, between tabs")]
    [InlineData("hot\tc\tm\t1\tns\tmore", "6 fields, not 5, between tabs")]
    [InlineData("hot\tc\tm\tfast\tns", "'fast' is not a number")]
    [InlineData("hot\tc\tm\t1,5\tns", "'1,5' is not a number")]
    [InlineData("hot\tc\tm\tNaN\tns", "'NaN' is not a number")]
    [InlineData("hot\tc\tm\t1e999\tns", "'1e999' is not a number")]
    [InlineData("hot\t\tm\t1\tns", "field 2 is empty")]
    [InlineData("cold\tc\tm\t1\tns", "a result of 'cold' among those of 'hot'")]
    [InlineData("hot\tc\tskipped\t1\twhy", "a line 'skipped' has the value '1', not '-'")]
    [InlineData("hot\tc\tm\t2\tms", "'c', 'm' is in ms here and was in ns before")]
    public void A_bad_result_is_refused_with_file_and_line(string line, string problem)
    {
        BadLineException refused = Assert.Throws<BadLineException>(() => Results("# remark", "hot\tc\tm\t1\tns", line));
        Assert.Equal($"run.tsv:3: {problem}", refused.Message);
    }

    [Theory]
    [InlineData("hot\tc\tm\t==\t1", "'==' is not <=, >=, < or >")]
    [InlineData("hot\tc\tm\t<=\tlow", "'low' is not a number")]
    [InlineData("hot\tc\tm\t<=", "4 fields, not 5 to 6, between tabs")]
    [InlineData("hot\tone\tm\t>=\t1", "this metric has a goal already")]
    public void A_bad_goal_is_refused_with_file_and_line(string line, string problem)
    {
        BadLineException refused = Assert.Throws<BadLineException>(() => Goal.Parse("goals.tsv", ["hot\tone\tm\t<=\t2", line]));
        Assert.Equal($"goals.tsv:2: {problem}", refused.Message);
    }

    [Theory]
    [InlineData("<=", 2, true)]
    [InlineData("<", 2, false)]
    [InlineData(">=", 2, true)]
    [InlineData(">", 2, false)]
    [InlineData("<=", 1.9, false)]
    [InlineData(">=", 2.1, false)]
    public void A_goal_is_held_against_the_median(string comparison, double limit, bool isReached)
    {
        BenchResults results = Results("hot\tc\tm\t9\tx", "hot\tc\tm\t2\tx", "hot\tc\tm\t1\tx");
        var check = new GoalCheck(results, [new Goal("hot", "c", "m", comparison, limit, "")]);
        Assert.Equal(isReached, check.Missed.Count == 0);
    }

    [Fact]
    public void The_page_says_what_is_reached_and_confesses_what_is_not()
    {
        BenchResults results = Results(
            "hot\tours\tagainst floor\t1.5\tx", "hot\tours\tmemory\t12345.6\tKiB", "hot\tours\tsize\t0.01234\tMB", "hot\tpeer|2\tskipped\t-\tnot installed");
        Goal[] goals =
        [
            new("hot", "ours", "against floor", "<=", 1.8, ""),
            new("hot", "ours", "memory", "<", 3, "the cache is large"),
            new("hot", "ours", "threads", "<=", 3, ""),
            new("cold", "ours", "threads", "<=", 3, ""),
        ];
        Assert.Equal(
            """
            `./build.sh bench hot`: a machine.

            | case | metric | median | min | max | unit | runs | goal |
            |---|---|--:|--:|--:|---|--:|---|
            | ours | against floor | 1.5 | 1.5 | 1.5 | x | 1 | ≤ 1.8 x: reached |
            | ours | memory | 12 346 | 12 346 | 12 346 | KiB | 1 | < 3 KiB: **not reached** |
            | ours | size | 0.0123 | 0.0123 | 0.0123 | MB | 1 |  |

            - Not reached: ours, memory: the cache is large
            - Not measured: ours, threads (≤ 3)
            - Skipped: peer|2: not installed

            """.ReplaceLineEndings("\n"),
            ResultTable.Markdown(results, new GoalCheck(results, goals)));
    }

    [Fact]
    public void A_missed_goal_without_a_reason_asks_for_one()
    {
        BenchResults results = Results("hot\tc\tm\t9\tx");
        string page = ResultTable.Markdown(results, new GoalCheck(results, [new Goal("hot", "c", "m", "<=", 1, "")]));
        Assert.Contains("- Not reached: c, m: nobody has written down why", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_cases_that_are_measured_alike_have_a_row_each()
    {
        string[] lines = [.. Enumerable.Range(1, 12).SelectMany(i => new[] { $"hot\tcase {i}\ttime\t{i}\ts", $"hot\tcase {i}\tsize\t7\tKiB" })];
        BenchResults results = Results(lines);
        results.Add("second.tsv", ["hot\tcase 2\ttime\t4\ts", "hot\tcase 2\tsize\t7\tKiB"]);
        string page = ResultTable.Markdown(results, new GoalCheck(results, []));
        Assert.Contains("| case | runs | time, s | size, KiB |\n|---|--:|--:|--:|\n| case 1 | 1 | 1 | 7 |\n| case 2 | 2 | 3 (2 to 4) | 7 |\n", page, StringComparison.Ordinal);
        Assert.Contains("| case 12 | 1 | 12 | 7 |\n", page, StringComparison.Ordinal);
        page = ResultTable.Markdown(results, new GoalCheck(results, [new Goal("hot", "case 2", "time", "<", 9, "")]));
        Assert.Contains("| case 2 | time | 3 | 2 | 4 | s | 2 | < 9 s: reached |\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(8, "8")]
    [InlineData(20.84, "20.8")]
    [InlineData(1.5349, "1.53")]
    [InlineData(0.00098765, "0.000988")]
    [InlineData(999.6, "1 000")]
    [InlineData(7614632, "7 614 632")]
    [InlineData(-0.531, "-0.531")]
    public void Figures_have_three_digits_that_count(double value, string text) => Assert.Equal(text, Figures.Text(value));

    [Fact]
    public void Only_the_place_of_a_benchmark_is_written()
    {
        var page = new MarkedPage("page.md", "before\n<!-- bench hot -->\nold\n<!-- end of hot -->\nafter\n");
        page.Put("hot", "new\n");
        Assert.Equal("before\n<!-- bench hot -->\nnew\n<!-- end of hot -->\nafter\n", page.Text);
        Assert.Throws<BadPageException>(() => page.Put("cold", "new\n"));
    }

    [Theory]
    [InlineData("--results")]
    [InlineData("--results", "r")]
    [InlineData("--results", "r", "--goals", "g", "--what", "w")]
    public void A_wrong_command_line_is_refused(params string[] arguments) =>
        Assert.Throws<UsageException>(() => ReportOptions.Parse(arguments));

    private static BenchResults Results(params string[] lines)
    {
        var results = new BenchResults("hot") { Machine = "a machine", Command = "./build.sh bench hot" };
        results.Add("run.tsv", lines);
        return results;
    }
}
