using System.Text;
using RestoreSessions.Audit;
using RestoreSessions.Tests.Unit;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>The file of a trail after kills, full disks, losses of power, rotations and restored copies: each line once, none changed.</summary>
public sealed class AuditFileTests : IDisposable
{
    private readonly TrailOnDisk _trail = new();

    public void Dispose() => _trail.Dispose();

    // Most of the time is spent waiting for the disk: several trails at once.
    [Fact]
    public async Task a_disk_that_is_full_at_any_byte_costs_nothing_and_what_was_there_stays()
    {
        const int AtOnce = 8;
        int[] interrupted = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(first => Task.Run(() =>
        {
            int count = 0;
            for (long bytes = first; !IsWholeOnDiskOf(bytes); bytes += AtOnce)
            {
                count++;
            }

            return count;
        })));
        Assert.True(interrupted.Sum() > 2_000, $"{interrupted.Sum()}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1_000)]
    public void a_batch_that_was_torn_is_completed_with_the_same_bytes(int there)
    {
        _trail.Add();
        byte[] whole = WriteAndUndo(there);
        _trail.Run();
        Assert.Equal(whole, _trail.Bytes);
        Assert.Empty(_trail.Warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void zeros_that_a_loss_of_power_left_are_written_over(int sound)
    {
        _trail.Add();
        byte[] whole = WriteAndUndo(sound);
        File.WriteAllBytes(_trail.Path, [.. whole[..sound], .. new byte[whole.Length - sound]]);
        _trail.Run();
        Assert.Equal(whole, _trail.Bytes);
    }

    [Theory]
    [InlineData("renamed", 500)]
    [InlineData("renamed", 0)]
    [InlineData("renamed", 2_000)]
    [InlineData("deleted", 500)]
    [InlineData("emptied", 500)]
    [InlineData("copied and emptied", 500)]
    public void a_file_that_is_rotated_after_a_kill_is_completed_where_it_is(string how, int there)
    {
        _trail.Add();
        _trail.Run();
        _trail.Add(days: 0);
        byte[] whole = WriteAndUndo(there);
        Rotate(how);
        _trail.Add(days: 0);
        _trail.Run();
        string other = _trail["restores.jsonl.1"];
        if (how.Contains("name", StringComparison.Ordinal) || how.Contains("copied", StringComparison.Ordinal))
        {
            Assert.Equal(whole, File.ReadAllBytes(other));
            AssertWhole(other);
        }
        else
        {
            // The batch whose end is lost comes again.
            Assert.Equal(_trail.Expected().Where(key => !key.Contains(_trail.Sessions[0].Id.ToString(), StringComparison.Ordinal)), Trail.Read(_trail.Path).Select(line => line.Key()).Order());
        }
    }

    [Theory]
    [InlineData("renamed")]
    [InlineData("copied and emptied")]
    public void a_short_file_with_nothing_but_its_first_batch_is_known_by_it(string how)
    {
        _trail.Add();
        byte[] whole = WriteAndUndo(100);
        Rotate(how);
        File.WriteAllBytes(_trail["zeros.bin"], new byte[50]);
        File.WriteAllText(_trail["other.txt"], "something else");
        _trail.Run();
        Assert.Equal(whole, File.ReadAllBytes(_trail["restores.jsonl.1"]));
        Assert.Equal(new byte[50], File.ReadAllBytes(_trail["zeros.bin"]));
        Assert.Empty(File.Exists(_trail.Path) ? _trail.Bytes : []);
    }

    [Fact]
    public void a_file_that_is_rotated_between_runs_is_left_alone_and_numbers_run_on()
    {
        for (int i = 0; i < 4; i++)
        {
            _trail.Add(days: 0);
            _trail.Run();
            File.Move(_trail.Path, _trail[$"restores.jsonl.{i}"]);
        }

        AssertWhole([.. Enumerable.Range(0, 4).Select(i => _trail[$"restores.jsonl.{i}"])]);
    }

    [Fact]
    public void an_older_copy_that_was_put_back_gets_what_is_missing()
    {
        _trail.Add(days: 3);
        _trail.Run();
        byte[] copy = _trail.Bytes;
        _trail.Add(days: 0);
        _trail.Run();
        _trail.Add(days: 0);
        _trail.Run();
        File.WriteAllBytes(_trail.Path, copy);
        _trail.Run();
        Assert.True(_trail.Bytes.AsSpan().StartsWith(copy));
        Assert.Equal(_trail.Expected(), Trail.Read(_trail.Path).Select(line => line.Key()).Order());
        Assert.Contains("is shorter than it was", Assert.Single(_trail.Warnings), StringComparison.Ordinal);
        byte[] after = _trail.Bytes;
        _trail.Run();
        Assert.Equal(after, _trail.Bytes);
    }

    [Fact]
    public void an_older_copy_of_a_first_run_gets_all_that_is_missing_and_a_kill_meanwhile_doubles_nothing()
    {
        Array.ForEach([4_000, 3_790, 3_700, 3_500, 3_000, 2_000, 900, 30, 0], days => _trail.Add(days: days));
        _trail.Run(perBatch: 1);
        byte[] copy = _trail.Bytes[..(Array.IndexOf(_trail.Bytes, (byte)'\n', 2_000) + 1)];
        File.WriteAllBytes(_trail.Path, copy);
        for (long bytes = 0; !_trail.RunOnDiskOf(bytes); bytes += 997)
        {
            Assert.True(_trail.Bytes.AsSpan().StartsWith(copy));
        }

        Assert.Equal(_trail.Expected(), Trail.Read(_trail.Path).Select(line => line.Key()).Order());
    }

    [Fact]
    public void a_state_that_is_older_than_its_file_doubles_nothing()
    {
        _trail.Add(days: 3);
        _trail.Run();
        byte[] state = File.ReadAllBytes(_trail.Path + ".state");
        _trail.Add(days: 0);
        _trail.Run();
        _trail.Add(days: 0);
        _trail.Run();
        byte[] whole = _trail.Bytes;
        File.WriteAllBytes(_trail.Path + ".state", state);
        _trail.Run();
        Assert.Equal(whole, _trail.Bytes);
        _trail.Add(days: 0);
        _trail.Run();
        AssertWhole();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"Version\":1,\"Acc")]
    [InlineData("\0\0\0\0")]
    [InlineData("null")]
    public void a_state_that_is_lost_or_damaged_doubles_nothing(string? state)
    {
        _trail.Add(days: 3);
        _trail.Add(days: 0);
        _trail.Run();
        byte[] whole = _trail.Bytes;
        File.Delete(_trail.Path + ".state");
        if (state is not null)
        {
            File.WriteAllText(_trail.Path + ".state", state);
        }

        _trail.Run();
        Assert.Equal(whole, _trail.Bytes);
        _trail.Add(days: 0);
        _trail.Run();
        AssertWhole();
        Assert.Empty(_trail.Warnings);
    }

    [Fact]
    public void a_run_that_is_killed_while_it_reads_again_what_it_no_longer_knows_doubles_nothing()
    {
        Array.ForEach([4_000, 3_790, 3_700, 3_500, 3_000, 2_000, 900, 30, 0], days => _trail.Add(days: days));
        _trail.Run();
        byte[] before = _trail.Bytes;
        File.Delete(_trail.Path + ".state");
        Array.ForEach([3_750, 3_600, 3_200, 2_500, 1], days => _trail.Add(days: days));
        for (long bytes = 0; !_trail.RunOnDiskOf(bytes); bytes += 997)
        {
            Assert.True(_trail.Bytes.AsSpan().StartsWith(before));
        }

        Assert.Equal(_trail.Expected(), Trail.Read(_trail.Path).Select(line => line.Key()).Order());
    }

    [Fact]
    public void a_state_that_did_not_get_its_name_is_found()
    {
        _trail.Add(days: 0);
        _trail.Run();
        byte[] whole = _trail.Bytes;
        File.Move(_trail.Path + ".state", _trail.Path + ".state.new");
        _trail.Run();
        Assert.Equal(whole, _trail.Bytes);
    }

    [Fact]
    public void a_torn_line_without_a_state_stays_as_it_is_and_what_follows_is_whole()
    {
        _trail.Add();
        _trail.Run();
        byte[] torn = _trail.Bytes[..^50];
        File.WriteAllBytes(_trail.Path, torn);
        File.Delete(_trail.Path + ".state");
        _trail.Run();
        Assert.Contains("was cut off", Assert.Single(_trail.Warnings), StringComparison.Ordinal);
        Assert.True(_trail.Bytes.AsSpan().StartsWith([.. torn, (byte)'\n']));
        Assert.Equal($"Session {_trail.Sessions[0].Id} ", System.Text.Json.JsonDocument.Parse(File.ReadLines(_trail.Path).Last()).RootElement.Key());
    }

    [Theory]
    [InlineData("Name,Result\nx,y\n")]
    [InlineData("no line feed")]
    [InlineData("{\"record\":1}\n")]
    [InlineData("\n")]
    public void a_file_that_is_no_trail_is_not_touched(string text)
    {
        File.WriteAllText(_trail.Path, text);
        Assert.Equal(AuditFailureKind.NotATrail, Assert.Throws<AuditFailure>(() => _trail.Run()).Kind);
        Assert.Equal(text, File.ReadAllText(_trail.Path));
        Assert.False(File.Exists(_trail.Path + ".state"));
    }

    [Fact]
    public void a_foreign_file_in_the_place_of_a_trail_is_not_touched()
    {
        _trail.Add(days: 0);
        _trail.Run();
        string state = File.ReadAllText(_trail.Path + ".state");
        File.WriteAllText(_trail.Path, "something else");
        Assert.Equal(AuditFailureKind.NotATrail, Assert.Throws<AuditFailure>(() => _trail.Run()).Kind);
        Assert.Equal(("something else", state), (File.ReadAllText(_trail.Path), File.ReadAllText(_trail.Path + ".state")));
    }

    [Theory]
    [InlineData("{\"Version\":2}")]
    [InlineData("{}")]
    public void a_state_of_another_version_is_not_touched(string state)
    {
        File.WriteAllText(_trail.Path + ".state", state);
        Assert.Equal(AuditFailureKind.OtherVersion, Assert.Throws<AuditFailure>(() => _trail.Run()).Kind);
        Assert.Equal(state, File.ReadAllText(_trail.Path + ".state"));
        Assert.False(File.Exists(_trail.Path));
    }

    [Fact]
    public void a_second_run_at_the_same_time_is_refused_and_a_later_one_is_not()
    {
        using (AuditTrail.Open(_trail.Path, new FakeClock(), _ => { }))
        {
            Assert.Equal(AuditFailureKind.InUse, Assert.Throws<AuditFailure>(() => _trail.Run()).Kind);
        }

        _trail.Add();
        _trail.Run();
        AssertWhole();
    }

    [Fact]
    public void a_file_that_another_program_changes_during_a_run_is_left_alone_until_the_next()
    {
        _trail.Add(days: 3);
        _trail.Run();
        _trail.Add(days: 0);
        using (AuditTrail trail = AuditTrail.Open(_trail.Path, new FakeClock(), _ => { }))
        {
            File.AppendAllText(_trail.Path, "a note\n");
            AuditAccount account = trail.AccountOf("vbo1", "reader", null, TrailOnDisk.Now);
            trail.Add(new AuditReading(account, _trail.Sessions[1], [], TrailOnDisk.Now));
            Assert.Throws<IOException>(() => trail.Commit());
        }

        _trail.Run();
        string[] lines = File.ReadAllLines(_trail.Path);
        Assert.Single(lines, "a note");
        Assert.Equal(_trail.Expected(), lines.Where(line => line != "a note").Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.Key()).Order());
    }

    [Fact]
    public void a_file_that_is_rotated_between_two_batches_of_a_run_goes_on_in_a_new_one()
    {
        Array.ForEach([30, 20, 10, 0], days => _trail.Add(days: days));
        int saves = 0;
        AuditFile.Through = file =>
        {
            // Each batch is the state and then the file.
            if (file is FileStream { Name: var name } && name == _trail.Path + ".state.new" && ++saves == 3 && File.Exists(_trail.Path))
            {
                File.Move(_trail.Path, _trail["restores.jsonl.1"]);
            }

            return file;
        };
        try
        {
            _trail.Run(perBatch: 1);
        }
        finally
        {
            AuditFile.Through = null;
        }

        Assert.True(File.Exists(_trail.Path));
        AssertWhole(_trail["restores.jsonl.1"], _trail.Path);
    }

    [Fact]
    public void a_run_that_finds_nothing_new_does_not_read_the_file_however_long_it_is()
    {
        for (int i = 0; i < 20_000; i++)
        {
            _trail.Add(days: 30);
        }

        _trail.Run();
        Assert.True(_trail.Bytes.Length > 10_000_000);
        _trail.Sessions.Clear();
        _trail.Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        _trail.Run();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    // What a kill leaves when so many bytes of the batch are in the file: the state has the batch, and is not confirmed. Returns what the file was to be.
    private byte[] WriteAndUndo(int there)
    {
        byte[] before = File.Exists(_trail.Path) ? _trail.Bytes : [];
        byte[] state = [];
        AuditFile.Through = file =>
        {
            if (file is FileStream { Name: var name } && name == _trail.Path)
            {
                state = File.ReadAllBytes(_trail.Path + ".state");
            }

            return file;
        };
        try
        {
            _trail.Run();
        }
        finally
        {
            AuditFile.Through = null;
        }

        byte[] whole = _trail.Bytes;
        File.WriteAllBytes(_trail.Path, whole[..Math.Min(whole.Length, before.Length + there)]);
        File.WriteAllBytes(_trail.Path + ".state", state);
        return whole;
    }

    private void Rotate(string how)
    {
        if (how == "renamed")
        {
            File.Move(_trail.Path, _trail["restores.jsonl.1"]);
        }
        else if (how == "deleted")
        {
            File.Delete(_trail.Path);
        }
        else
        {
            if (how.StartsWith("copied", StringComparison.Ordinal))
            {
                File.Copy(_trail.Path, _trail["restores.jsonl.1"]);
            }

            File.WriteAllText(_trail.Path, "", Encoding.ASCII);
        }
    }

    private static bool IsWholeOnDiskOf(long bytes)
    {
        // One session in the first period, and one in the last.
        using TrailOnDisk trail = new();
        Array.ForEach([4_000, 10], days => trail.Add(days: days));
        bool isWhole = trail.RunOnDiskOf(bytes);
        byte[] before = File.Exists(trail.Path) ? trail.Bytes : [];
        trail.Run();
        Assert.True(trail.Bytes.AsSpan().StartsWith(before), $"at byte {bytes}");
        Assert.Equal(trail.Expected(), Trail.Read(trail.Path).Select(line => line.Key()).Order());
        Assert.Empty(trail.Warnings);
        return isWhole;
    }

    private void AssertWhole(params string[] files)
    {
        string[] all = [.. files.Append(_trail.Path).Distinct().Where(File.Exists)];
        var lines = Trail.Read(all);
        Trail.AssertNumbered(lines);
        Assert.Equal(_trail.Expected(), lines.Select(line => line.Key()).Order());
    }
}
