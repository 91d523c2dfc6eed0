export default function Bye() {
  return <h1>Bye</h1>
}
