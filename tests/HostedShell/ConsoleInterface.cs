using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace HostedShell;

/// <summary>Keeps what is written, and answers what is asked as the options say.</summary>
internal sealed class ConsoleInterface(ShellOptions options) : PSHostUserInterface
{
    private readonly StringBuilder _written = new();

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleScreen(options.Width);

    public override bool SupportsVirtualTerminal => options.Colour;

    public string Take()
    {
        lock (_written)
        {
            string text = _written.ToString();
            _written.Clear();
            return text;
        }
    }

    public override void Write(string value)
    {
        lock (_written)
        {
            _written.Append(GetOutputString(value, SupportsVirtualTerminal));
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            answers[field.Name] = field.ParameterTypeFullName == typeof(PSCredential).FullName
                ? PSObject.AsPSObject(PromptForCredential(caption, message, "", ""))
                : throw Unanswered();
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteLine(caption);
        WriteLine(message);
        return options.ChoiceAnswer;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions promptOptions)
    {
        PSCredential answer = options.CredentialAnswer ?? throw Unanswered();
        return string.IsNullOrEmpty(userName) ? answer : new PSCredential(userName, answer.Password);
    }

    public override string ReadLine() => throw Unanswered();

    public override SecureString ReadLineAsSecureString() => throw Unanswered();

    private static PSInvalidOperationException Unanswered() => new("No one is here to answer.");
}
